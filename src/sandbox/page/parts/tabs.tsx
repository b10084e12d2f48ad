/** The lists to choose from, each with how many records it has. */
import type { JSX } from 'preact';

import type { Page } from '../model/page.js';
import type { Screen } from '../model/view.js';
import { formatNumber } from '../words/format.js';

const NAMES: Readonly<Record<Screen, string>> = {
  recipients: 'Recipients',
  messages: 'Messages',
  requests: 'Requests',
};

function countFor({ lists, records, view }: Page, screen: Screen): number {
  const { totals } = records;
  if (screen === 'recipients') return Math.max(totals.recipients, lists.recipientsHeld);
  const isNarrowed = view.recipient !== undefined || view.words.length > 0;
  if (screen === 'messages') return isNarrowed ? lists.messagesFound : totals.messages;
  return isNarrowed ? lists.requestsFound : totals.requests;
}

/** The list that the middle pane shows. */
export const shownScreen = ({ view, isWide }: Page): Screen =>
  isWide && view.screen === 'recipients' ? view.list : view.screen;

export function Tabs({ page }: { page: Page }): JSX.Element {
  const screens: Screen[] = page.isWide
    ? ['messages', 'requests']
    : ['recipients', 'messages', 'requests'];
  return (
    <nav class="tabs" aria-label="Lists">
      {screens.map((screen) => (
        <a
          key={screen}
          href={`#${screen}`}
          aria-current={screen === shownScreen(page) ? 'page' : undefined}
        >
          {NAMES[screen]} <span class="number">{formatNumber(countFor(page, screen))}</span>
        </a>
      ))}
    </nav>
  );
}
