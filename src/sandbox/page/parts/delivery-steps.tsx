/** What became of a message after it was accepted, and what can still become of it. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

import type { SandboxMessage } from '../../state/records.js';
import { type ReachableState, setState } from '../model/actions.js';
import type { Page } from '../model/page.js';
import { countdown, formatMoment, plural } from '../words/format.js';
import { DoneStep } from './done-step.js';
import { Time } from './elements.js';
import { Step } from './step.js';

/** It was read, and its sender asked for its end. */
const willBeDeleted = ({ deleteOnRead, state }: SandboxMessage): boolean =>
  deleteOnRead && state === 'read';

function removalText({ removed, ttl }: SandboxMessage): string {
  if (removed === 'expired') {
    const time = ttl === undefined ? '30 days' : plural(ttl, 'minute');
    return `The text is gone, ${time} after it was sent.`;
  }
  return 'The text is gone, as its sender asked. The record of its request still has it.';
}

/** A state to come, with the button that sets it. */
const Act = (props: {
  message: SandboxMessage;
  title: string;
  label: string;
  state: ReachableState;
  why?: string;
  onPress: () => void;
}): JSX.Element => (
  <Step
    sign="future"
    kind="is-future"
    title={props.title}
    end={
      <button
        type="button"
        class="act"
        data-state={props.state}
        onClick={() => {
          props.onPress();
          void setState(props.message.messageId, props.state);
        }}
      >
        {props.label}
      </button>
    }
  >
    {props.why}
  </Step>
);

/**
 * A button that goes hands the focus that goes with it to the next one.
 * @returns is to be called when the button is pressed: a change from elsewhere moves no focus
 */
function useHandOver({ messageId, state }: SandboxMessage): () => void {
  const pressed = useRef<string>(undefined);
  useLayoutEffect(() => {
    const isOurs = pressed.current === messageId;
    pressed.current = undefined;
    if (!isOurs || document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>('.act, #detail:not(:has(.act))')?.focus();
  }, [messageId, state]);
  return () => {
    pressed.current = messageId;
  };
}

export function DeliverySteps({
  page,
  message,
}: {
  page: Page;
  message: SandboxMessage;
}): JSX.Element {
  const { state, deliveredAt, readAt, removed, expiresAt, deleteOnRead } = message;
  const onPress = useHandOver(message);
  const isOpen = removed === undefined;
  const now = page.records.now();
  const hasFuture = isOpen && (state !== 'read' || expiresAt !== undefined);
  return (
    <>
      {deliveredAt !== undefined && (
        <DoneStep page={page} message={message} state="delivered" at={deliveredAt} />
      )}
      {readAt !== undefined && <DoneStep page={page} message={message} state="read" at={readAt} />}
      {removed !== undefined && (
        <Step
          sign="gone"
          kind="is-done"
          title={removed === 'expired' ? 'Expired' : 'Deleted after it was read'}
          at={expiresAt}
        >
          {removalText(message)}
        </Step>
      )}
      {hasFuture && (
        <li class="step now">
          <span class="node" />
          <p class="step-title">Now</p>
        </li>
      )}
      {isOpen && state === 'sent' && (
        <Act
          message={message}
          title="Not delivered yet"
          label="Mark as delivered"
          state="delivered"
          onPress={onPress}
        />
      )}
      {isOpen && state !== 'read' && (
        <Act
          message={message}
          title="Not read yet"
          label="Mark as read"
          state="read"
          onPress={onPress}
          {...(deleteOnRead && { why: 'The text is deleted a minute later.' })}
        />
      )}
      {isOpen && expiresAt !== undefined && (
        <Step
          sign="clock"
          kind="is-future"
          title={`${willBeDeleted(message) ? 'Deleted' : 'Expires'} in ${countdown(expiresAt, now)}`}
          end={<Time at={expiresAt} text={formatMoment(expiresAt, now)} />}
        >
          {willBeDeleted(message) ? 'As its sender asked.' : 'The text is deleted then.'}
        </Step>
      )}
    </>
  );
}
