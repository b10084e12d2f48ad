/** A message as its recipient sees it, with what came with it. */
import type { ComponentChildren, JSX } from 'preact';

import type { SandboxMessage } from '../../state/records.js';
import { describeRemoval } from '../words/names.js';
import { Copy, Tag } from './elements.js';
import { Folding } from './folding.js';

const TEXT_LINES = 9;
const DATA_LINES = 4;

/** One element of `data` on a line: its namespace and payload, or all of it when it has none. */
function formatElement(element: unknown): string {
  const { namespace, payload } = Object(element) as Record<string, unknown>;
  if (typeof namespace !== 'string' || payload === undefined) return JSON.stringify(element);
  return `${namespace}  ${typeof payload === 'string' ? payload : JSON.stringify(payload)}`;
}

/** As it came when it is no list. */
function formatData(json: string): string {
  try {
    const data: unknown = JSON.parse(json);
    return Array.isArray(data) ? data.map(formatElement).join('\n') : json;
  } catch {
    return json;
  }
}

function organizations(message: SandboxMessage): (readonly [name: string, token: string])[] {
  const { senderOrganization: from, recipientOrganization: to } = message;
  if (from !== undefined && from === to) return [['Organisation', from]];
  return [
    ...(from === undefined ? [] : [['From organisation', from] as const]),
    ...(to === undefined ? [] : [['To organisation', to] as const]),
  ];
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }): JSX.Element => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

export function MessageCard({ message }: { message: SandboxMessage }): JSX.Element {
  const { messageId, body, data, warnings } = message;
  const removal = describeRemoval(message);
  return (
    <div class="message">
      {removal === undefined ? (
        <Folding key={messageId} text={body} lines={TEXT_LINES} class="message-text" />
      ) : (
        <p class="message-text is-gone">{removal}</p>
      )}
      <dl class="facts">
        <Fact name="Message">
          <code class="token" title={messageId}>
            {messageId}
          </code>
          <Copy text={messageId} label="Copy the message token" class="icon tiny" />
        </Fact>
        {organizations(message).map(([name, token]) => (
          <Fact key={name} name={name}>
            <code dir="auto">{token}</code>
          </Fact>
        ))}
        {data !== undefined && (
          <Fact name="Data">
            <Folding key={messageId} text={formatData(data)} lines={DATA_LINES} class="data" />
          </Fact>
        )}
      </dl>
      {warnings.map((warning) => (
        <p key={warning}>
          <Tag icon="warn" kind="warn">
            <span dir="auto">{warning}</span>
          </Tag>
        </p>
      ))}
    </div>
  );
}
