/** A recipient, and all of them together, in the list of recipients. */
import type { JSX } from 'preact';

import type { RecipientEntry } from '../model/lists.js';
import type { Page } from '../model/page.js';
import { formatNumber, formatShortTime, plural } from '../words/format.js';
import { addressKind, describeRemoval } from '../words/names.js';
import { Address, Dots, Time, Unseen } from './elements.js';
import { OneLine, Row } from './row.js';

interface Props {
  page: Page;
  tabIndex: number;
  choose: (event: MouseEvent) => void;
}

export const EveryoneRow = ({ page, tabIndex, choose }: Props): JSX.Element => (
  <Row
    href="#messages"
    sign="all"
    title="All recipients"
    sub={plural(page.records.totals.messages, 'message')}
    isCurrent={page.view.recipient === undefined}
    tabIndex={tabIndex}
    onClick={choose}
  />
);

export function RecipientRow(props: Props & { entry: RecipientEntry }): JSX.Element {
  const { page, tabIndex, choose, entry } = props;
  const { recipient, latest, unread, isTyping } = entry;
  const removal = latest && describeRemoval(latest);
  return (
    <Row
      href="#messages"
      sign={addressKind(recipient)}
      title={<Address text={recipient} />}
      end={
        unread > 0 && (
          <span class="badge">
            {formatNumber(unread)}
            <Unseen> unread</Unseen>
          </span>
        )
      }
      sub={
        isTyping ? (
          <span class="typing">
            <Dots /> typing
          </span>
        ) : removal !== undefined ? (
          <span class="text is-gone">{removal}</span>
        ) : (
          latest && <OneLine text={latest.body} />
        )
      }
      subEnd={
        latest && (
          <Time at={latest.sentAt} text={formatShortTime(latest.sentAt, page.records.now())} />
        )
      }
      isCurrent={page.view.recipient === recipient}
      tabIndex={tabIndex}
      onClick={choose}
    />
  );
}
