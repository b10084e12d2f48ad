/** How a request ended that sent no message: all there is to tell about it, its reason first. */
import type { JSX } from 'preact';

import type { SandboxRequest } from '../../state/records.js';
import type { Page } from '../model/page.js';
import { linkTo } from '../model/view.js';
import { textOf } from '../words/names.js';
import { describeOutcome } from '../words/outcome.js';
import { Complaints } from './attempt-step.js';
import { Icon, OnPurpose, Unseen } from './elements.js';

const MAX_LINKS = 20;

/** The messages that it changed. */
function Messages({ page, request }: { page: Page; request: SandboxRequest }): JSX.Element {
  const { messageIds } = request;
  return (
    <ul>
      {messageIds.slice(0, MAX_LINKS).map((messageId) => {
        const message = page.records.message(messageId);
        return (
          <li key={messageId}>
            {message === undefined ? (
              <code>{messageId}</code>
            ) : (
              <a href={linkTo(message)}>
                <bdi dir="auto">{textOf(message).split('\n', 1)[0]?.slice(0, 80)}</bdi>
              </a>
            )}
          </li>
        );
      })}
      {messageIds.length > MAX_LINKS && <li>and {messageIds.length - MAX_LINKS} more</li>}
    </ul>
  );
}

export function Verdict({ page, request }: { page: Page; request: SandboxRequest }): JSX.Element {
  const outcome = describeOutcome(request, page.attempts);
  const status = request.response?.status;
  return (
    <div class="verdict" data-kind={outcome.kind}>
      <Icon name={outcome.kind} kind={`is-${outcome.kind}`} />
      <div>
        <h3 class={`is-${outcome.kind}`}>
          {outcome.word}
          {status !== undefined && (
            <span class="status">
              <Unseen>status </Unseen>
              {status}
            </span>
          )}
        </h3>
        <p dir="auto">{outcome.why}</p>
        <Complaints outcome={outcome} warnings={request.warnings} />
        {request.messageIds.length > 0 && <Messages page={page} request={request} />}
        {request.fault !== undefined && (
          <p>
            <OnPurpose />
          </p>
        )}
      </div>
    </div>
  );
}
