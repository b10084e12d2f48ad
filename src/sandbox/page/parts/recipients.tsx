/** The list of recipients: a column of its own on a wide screen, the first of three lists on a narrow one. */
import type { JSX } from 'preact';

import type { RecipientEntry } from '../model/lists.js';
import type { Page } from '../model/page.js';
import { formatNumber, plural } from '../words/format.js';
import { EveryoneRow, RecipientRow } from './recipient-row.js';
import { Rows } from './rows.js';

/** Undefined stands for all recipients. */
type Item = RecipientEntry | undefined;

export function chooseRecipient({ view, draw }: Page, recipient: string | undefined): void {
  view.recipient = recipient;
  view.fallTo(undefined);
  // Those of another recipient may all be of another kind.
  view.messageFilter = 'all';
  view.requestFilter = 'all';
  const address = `#${view.list}`;
  if (location.hash === address) draw();
  else location.hash = address;
}

export function RecipientRows({ page }: { page: Page }): JSX.Element {
  const { lists, records, view } = page;
  const items: Item[] = [undefined, ...lists.recipients];
  const keyOf = (item: Item): string => (item === undefined ? 'all' : `to ${item.recipient}`);
  return (
    <Rows
      id="recipients"
      label="Recipients, the latest first"
      items={items}
      keyOf={keyOf}
      renderRow={(item, tabIndex) => {
        const choose = (event: MouseEvent): void => {
          event.preventDefault();
          chooseRecipient(page, item?.recipient);
        };
        return item === undefined ? (
          <EveryoneRow page={page} tabIndex={tabIndex} choose={choose} />
        ) : (
          <RecipientRow page={page} tabIndex={tabIndex} choose={choose} entry={item} />
        );
      }}
      total={Math.max(records.totals.recipients, lists.recipientsHeld) + 1}
      current={view.recipient === undefined ? 'all' : `to ${view.recipient}`}
      scope={view.query}
    />
  );
}

/** What the list leaves out; empty when it leaves out nothing. */
export function recipientsNote({ lists, records, view }: Page): string {
  const found = lists.recipients.length;
  const total = Math.max(records.totals.recipients, lists.recipientsHeld);
  if (view.words.length > 0) {
    return `${formatNumber(found)} of ${plural(lists.recipientsHeld, 'recipient')} match`;
  }
  return found < total ? `The latest ${formatNumber(found)} of ${formatNumber(total)}` : '';
}

export function RecipientsPane({ page }: { page: Page }): JSX.Element {
  const { lists, records } = page;
  const note = recipientsNote(page);
  return (
    <nav class="pane recipients" aria-labelledby="recipients-title">
      <div class="head">
        <h2 id="recipients-title">Recipients</h2>
        <span class="number">
          {formatNumber(Math.max(records.totals.recipients, lists.recipientsHeld))}
        </span>
      </div>
      <RecipientRows page={page} />
      {note !== '' && <p class="foot">{note}</p>}
    </nav>
  );
}
