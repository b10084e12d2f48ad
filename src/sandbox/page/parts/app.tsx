/** The whole page. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import type { Page } from '../model/page.js';
import { wordPattern } from '../model/search.js';
import { Bar } from './bar.js';
import { Clear } from './clear.js';
import { Detail } from './detail.js';
import { FaultSheet } from './fault-sheet.js';
import { FaultStrip } from './fault-strip.js';
import { Wanted } from './found.js';
import { Help } from './help.js';
import { ListPane } from './list-pane.js';
import { RecipientsPane } from './recipients.js';
import { Welcome } from './welcome.js';

/** A link within the page, which must not become its address: that says what is chosen. */
const Skip = ({ to, children }: { to: string; children: string }): JSX.Element => (
  <a
    class="skip"
    href={`#${to}`}
    data-to={to}
    onClick={(event) => {
      event.preventDefault();
      document.getElementById(to)?.focus();
    }}
  >
    {children}
  </a>
);

export function App({ page }: { page: Page }): JSX.Element {
  const { records, view, isWide } = page;
  const { messages, requests } = records.totals;
  const isEmpty = messages + requests === 0 && records.typing.length === 0;
  const wanted = useMemo(() => wordPattern(view.words), [view.query]);
  return (
    <Wanted.Provider value={wanted}>
      {!isEmpty && <Skip to="list">Skip to the list</Skip>}
      {!isEmpty && <Skip to="detail">Skip to what is chosen</Skip>}
      <Bar page={page} isEmpty={isEmpty} />
      <FaultStrip page={page} />
      {isEmpty ? (
        records.isLoaded && <Welcome url={records.url} />
      ) : (
        <main class="columns" data-screen={view.id === undefined ? 'list' : 'detail'}>
          {isWide && <RecipientsPane page={page} />}
          <ListPane page={page} />
          <Detail page={page} />
        </main>
      )}
      <FaultSheet page={page} />
      <Clear page={page} />
      <Help />
    </Wanted.Provider>
  );
}
