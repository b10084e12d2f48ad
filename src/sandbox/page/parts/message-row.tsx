/** A message, and a typing notice, in the list of messages. */
import type { JSX } from 'preact';

import type { SandboxMessage } from '../../state/records.js';
import type { Typing } from '../../state/snapshot.js';
import type { Page } from '../model/page.js';
import { linkTo } from '../model/view.js';
import { countdown, plural } from '../words/format.js';
import {
  describeRemoval,
  faultName,
  MESSAGE_STATES,
  type MessageState,
  stateOf,
} from '../words/names.js';
import { Address, Dots, Tag, Time, Unseen } from './elements.js';
import { OneLine, Row } from './row.js';

const NEW_MS = 1_200;
const STATE_TO: Readonly<Record<MessageState, string>> = {
  sent: 'Sent to',
  delivered: 'Delivered to',
  read: 'Read by',
  gone: 'Gone, was for',
};

/** Each message ends some day, in 30 days when its sender says nothing; what is worth a sign ends today. */
const endsSoon = ({ expiresAt = Infinity }: SandboxMessage, now: number): boolean =>
  expiresAt - now < 86_400_000;

function AttemptsTag({
  page,
  message,
}: {
  page: Page;
  message: SandboxMessage;
}): JSX.Element | null {
  const attempts = page.records.attemptsFor(message);
  const fault = attempts.find((one) => one.fault !== undefined)?.fault;
  if (attempts.length > 1) {
    return (
      <Tag
        icon={fault === undefined ? 'again' : 'bolt'}
        {...(fault !== undefined && { kind: 'purpose' })}
      >
        {plural(attempts.length, 'attempt')}
        {fault !== undefined && <Unseen>, a fault was met</Unseen>}
      </Tag>
    );
  }
  if (fault === undefined) return null;
  return (
    <Tag icon="bolt" kind="purpose">
      <Unseen>Fault met: </Unseen>
      {faultName(fault)}
    </Tag>
  );
}

export function MessageRow(props: {
  page: Page;
  message: SandboxMessage;
  tabIndex: number;
}): JSX.Element {
  const { page, message, tabIndex } = props;
  const { records, view, chosen } = page;
  const state = stateOf(message);
  const removal = describeRemoval(message);
  const isHere = removal === undefined;
  const now = records.now();
  return (
    <Row
      href={linkTo(message)}
      sign={state}
      kind={`is-${state}`}
      title={isHere ? <OneLine text={message.body} /> : <span class="text is-gone">{removal}</span>}
      end={<Time at={message.sentAt} />}
      sub={
        <>
          {view.recipient === undefined ? (
            <span class="row-to">
              <span>{STATE_TO[state]}</span> <Address text={message.recipient} />
            </span>
          ) : (
            <span>{MESSAGE_STATES[state][0]}</span>
          )}
          {isHere && endsSoon(message, now) && (
            <Tag icon="clock">
              <Unseen> expires: </Unseen>
              <span>
                {countdown(message.expiresAt ?? now, now)}
                <span class="fold"> left</span>
              </span>
            </Tag>
          )}
          {message.deleteOnRead && isHere && (
            <Tag icon="flame">
              <Unseen> deleted </Unseen>
              <span class="fold">on read</span>
            </Tag>
          )}
          {message.warnings.length > 0 && (
            <Tag icon="warn" kind="warn">
              <span class="fold">{plural(message.warnings.length, 'warning')}</span>
            </Tag>
          )}
        </>
      }
      subEnd={<AttemptsTag page={page} message={message} />}
      isCurrent={chosen.message?.messageId === message.messageId}
      isNew={!records.isFlooded && now - message.sentAt < NEW_MS}
      tabIndex={tabIndex}
    />
  );
}

/** Not a link: there is nothing behind it. */
export const TypingRow = ({ typing, now }: { typing: Typing; now: number }): JSX.Element => (
  <div class="row notice">
    <Dots />
    <span class="row-title">Somebody is typing</span>
    <span class="row-end">{Math.max(0, Math.ceil((typing.until - now) / 1000))} s</span>
    <span class="row-sub">
      <span class="row-to">
        <span>to</span> <Address text={typing.recipient} />
      </span>
    </span>
  </div>
);
