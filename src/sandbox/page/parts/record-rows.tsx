/** The rows of messages or of requests, and what stands in their place when none fits. */
import type { JSX } from 'preact';

import type { SandboxMessage, SandboxRequest } from '../../state/records.js';
import type { Page } from '../model/page.js';
import { type List, linkTo } from '../model/view.js';
import { plural } from '../words/format.js';
import { MessageRow, TypingRow } from './message-row.js';
import { RequestRow } from './request-row.js';
import { Rows } from './rows.js';

/** Typing notices that the list shows; a mass of them would hide it. */
const MAX_NOTICES = 3;

function Notices({ page }: { page: Page }): JSX.Element | null {
  const { typing } = page.lists;
  if (typing.length === 0) return null;
  const more = typing.length - MAX_NOTICES;
  return (
    <ul class="notices" aria-label="Typing">
      {typing.slice(0, MAX_NOTICES).map((notice) => (
        <li key={notice.recipient}>
          <TypingRow typing={notice} now={page.records.now()} />
        </li>
      ))}
      {more > 0 && <li class="more">and to {plural(more, 'other')}</li>}
    </ul>
  );
}

/** Says that nothing fits, and leads back to everything. */
function Nothing({ page, list }: { page: Page; list: List }): JSX.Element {
  const { view, draw } = page;
  const showAll = (): void => {
    view.query = '';
    view.recipient = undefined;
    view.messageFilter = 'all';
    view.requestFilter = 'all';
    draw();
  };
  const thing = list === 'messages' ? 'message' : 'request';
  const held = page.records[list].length;
  const isCut = page.records.totals[list] > held;
  const isNarrowed = view.query !== '' || view.recipient !== undefined;
  return (
    <p class="none">
      {isCut ? `None of the latest ${plural(held, thing)}` : `No ${thing} here`}
      {view.query !== '' && (
        <>
          {' has “'}
          <bdi dir="auto">{view.query}</bdi>”
        </>
      )}
      {'. '}
      {isNarrowed && (
        <button type="button" class="link" onClick={showAll}>
          Show all
        </button>
      )}
    </p>
  );
}

/** With the arrow keys the choice follows the focus where there is room to see it. */
function follow(record: SandboxMessage | SandboxRequest): void {
  if (!matchMedia('(width >= 48rem)').matches) return;
  history.replaceState(null, '', linkTo(record));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function RecordRows({ page, list }: { page: Page; list: List }): JSX.Element {
  const { lists, records, view, chosen, exact } = page;
  const filter = list === 'messages' ? view.messageFilter : view.requestFilter;
  const common = {
    id: 'records',
    scope: [list, view.recipient, view.query, filter, records.limit].join('\n'),
    onMove: follow,
    total: lists[list].length === records[list].length ? records.totals[list] : 0,
    children: lists[list].length === 0 && <Nothing page={page} list={list} />,
  };
  // The rows stay while they are read; what each of them says is always the latest.
  return list === 'messages' ? (
    <Rows<SandboxMessage>
      {...common}
      key="messages"
      label="Messages, the newest first"
      items={lists.messages}
      keyOf={({ messageId }) => messageId}
      renderRow={(held, tabIndex) => {
        const message = records.message(held.messageId) ?? held;
        return <MessageRow page={page} message={message} tabIndex={tabIndex} />;
      }}
      current={chosen.message?.messageId}
      before={<Notices page={page} />}
    />
  ) : (
    <Rows<SandboxRequest>
      {...common}
      key="requests"
      label="Requests, the newest first"
      items={lists.requests}
      keyOf={({ id }) => `${id}`}
      renderRow={(held, tabIndex) => {
        const request = records.request(held.id) ?? held;
        return <RequestRow page={page} request={request} tabIndex={tabIndex} />;
      }}
      current={exact === undefined ? undefined : `${exact.id}`}
    />
  );
}
