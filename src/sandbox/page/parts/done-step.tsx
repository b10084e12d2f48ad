/** A state that a message reached, and who set it. */
import type { JSX } from 'preact';

import type { SandboxMessage, SandboxRequest } from '../../state/records.js';
import type { ReachableState } from '../model/actions.js';
import type { Page } from '../model/page.js';
import { readFields } from '../words/fields.js';
import { Step } from './step.js';

/** The status update that set a state; undefined when it was set on the page or by a test. */
function findUpdate(
  page: Page,
  { messageId }: SandboxMessage,
  state: ReachableState,
): SandboxRequest | undefined {
  return page.records.requests.find(
    (request) =>
      request.operation === 'updateMessageStatus' &&
      request.messageIds.includes(messageId) &&
      readFields(request).some(
        ([name, value]) => name.startsWith(state) && value.includes(messageId),
      ),
  );
}

export function DoneStep(props: {
  page: Page;
  message: SandboxMessage;
  state: ReachableState;
  at: number;
}): JSX.Element {
  const { page, message, state, at } = props;
  const update = findUpdate(page, message, state);
  const show = (): void => {
    page.view.exact = update?.id;
    page.draw();
  };
  return (
    <Step
      sign={state}
      kind="is-done"
      title={state === 'read' ? 'Read' : 'Delivered'}
      at={at}
      onPress={update && show}
      isPressed={update !== undefined && page.exact?.id === update.id}
    >
      {update ? 'By a status update of a client.' : 'On this page, or by a test.'}
    </Step>
  );
}
