/** What a list leaves out, and what can be done about it. */
import type { JSX } from 'preact';

import { readAll } from '../model/actions.js';
import type { Page } from '../model/page.js';
import { PAGE_SIZE } from '../model/records.js';
import type { List } from '../model/view.js';
import { formatNumber, plural } from '../words/format.js';

/** How much of all the list shows; unseen when it is everything. */
function describeCount(page: Page, list: List): { text: string; isEverything: boolean } {
  const { records, lists } = page;
  const thing = list === 'messages' ? 'message' : 'request';
  const held = records[list].length;
  const shown = lists[list].length;
  const total = Math.max(held, records.totals[list]);
  const isCut = total > held;
  if (shown < held) {
    const among = isCut ? `the latest ${plural(held, thing)}` : plural(held, thing);
    return { text: `${formatNumber(shown)} of ${among}`, isEverything: false };
  }
  if (isCut) {
    const text = `The latest ${formatNumber(held)} of ${formatNumber(total)}`;
    return { text, isEverything: false };
  }
  return { text: plural(held, thing), isEverything: true };
}

export function ListFoot({ page, list }: { page: Page; list: List }): JSX.Element {
  const { records, lists, view } = page;
  const { text, isEverything } = describeCount(page, list);
  const { recipient } = view;
  const unread = list === 'messages' && recipient !== undefined ? lists.unreadHere : 0;
  return (
    <div class={isEverything && unread === 0 ? 'foot is-quiet' : 'foot'}>
      <p role="status" class={isEverything ? 'unseen' : ''}>
        {text}
      </p>
      {unread > 0 && recipient !== undefined && (
        <button type="button" class="link" onClick={() => void readAll(recipient)}>
          Mark {formatNumber(unread)} as read
        </button>
      )}
      {records.totals[list] > records[list].length && (
        <button
          type="button"
          class="link"
          onClick={view.words.length > 0 ? page.searchAll : page.showMore}
        >
          {view.words.length > 0
            ? `Search all ${formatNumber(records.totals[list])}`
            : `Show ${PAGE_SIZE} more`}
        </button>
      )}
    </div>
  );
}
