/** The middle pane: messages or requests, and on a narrow screen also recipients. */
import type { JSX } from 'preact';

import type { Page } from '../model/page.js';
import { Filters } from './filters.js';
import { ListFoot } from './list-foot.js';
import { RecipientRows, recipientsNote } from './recipients.js';
import { RecordRows } from './record-rows.js';
import { shownScreen, Tabs } from './tabs.js';

export function ListPane({ page }: { page: Page }): JSX.Element {
  const screen = shownScreen(page);
  const note = recipientsNote(page);
  return (
    <section class="pane list" id="list" aria-label="Messages and requests" tabIndex={-1}>
      <div class="head">
        <Tabs page={page} />
      </div>
      {screen === 'recipients' ? (
        <>
          <RecipientRows page={page} />
          {note !== '' && <p class="foot">{note}</p>}
        </>
      ) : (
        <>
          <Filters page={page} list={screen} />
          <RecordRows page={page} list={screen} />
          <ListFoot page={page} list={screen} />
        </>
      )}
    </section>
  );
}
