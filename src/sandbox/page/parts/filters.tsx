/** Narrows a list to one kind of message or request. */
import type { JSX } from 'preact';

import type { Page } from '../model/page.js';
import type { List } from '../model/view.js';
import { formatNumber } from '../words/format.js';
import { MESSAGE_STATES, OUTCOME_KINDS } from '../words/names.js';
import { Icon, Unseen } from './elements.js';
import { chooseRecipient } from './recipients.js';

interface ChoiceProps {
  kind: string;
  name: string;
  count?: number;
  isChecked: boolean;
  choose: () => void;
}

const Choice = ({ kind, name, count, isChecked, choose }: ChoiceProps): JSX.Element => (
  <label class="choice">
    <input class="unseen" type="radio" name="filter" checked={isChecked} onChange={choose} />
    {kind !== 'all' && <Icon name={kind} kind={`is-${kind}`} />}
    {name}
    {count !== undefined && <span class="number"> {formatNumber(count)}</span>}
  </label>
);

/** The kinds that there are, and the chosen one. */
function choicesFor<Kind extends string>(
  names: Readonly<Record<Kind, readonly [string, string]>>,
  counts: ReadonlyMap<Kind, number>,
  chosen: Kind | 'all',
  choose: (kind: Kind | 'all') => void,
): ChoiceProps[] {
  const kinds = (Object.keys(names) as Kind[]).filter(
    (kind) => (counts.get(kind) ?? 0) > 0 || kind === chosen,
  );
  return [
    {
      kind: 'all',
      name: 'All',
      isChecked: chosen === 'all',
      choose: () => {
        choose('all');
      },
    },
    ...kinds.map((kind) => ({
      kind,
      name: names[kind][0],
      count: counts.get(kind) ?? 0,
      isChecked: kind === chosen,
      choose: () => {
        choose(kind);
      },
    })),
  ];
}

export function Filters({ page, list }: { page: Page; list: List }): JSX.Element {
  const { lists, view, draw, isWide } = page;
  const choices =
    list === 'messages'
      ? choicesFor(MESSAGE_STATES, lists.messageCounts, view.messageFilter, (kind) => {
          view.messageFilter = kind;
          draw();
        })
      : choicesFor(OUTCOME_KINDS, lists.requestCounts, view.requestFilter, (kind) => {
          view.requestFilter = kind;
          draw();
        });
  return (
    <div class="filters">
      {!isWide && view.recipient !== undefined && (
        <button
          type="button"
          class="only"
          title={view.recipient}
          onClick={() => {
            chooseRecipient(page, undefined);
          }}
        >
          <Unseen>Show all recipients, not only </Unseen>
          <bdi dir="auto">{view.recipient}</bdi>
          <Icon name="close" />
        </button>
      )}
      <fieldset class="choices">
        <legend class="unseen">
          {list === 'messages' ? 'Show messages by state' : 'Show requests by outcome'}
        </legend>
        {choices.map((choice) => (
          <Choice key={`${list} ${choice.kind}`} {...choice} />
        ))}
      </fieldset>
    </div>
  );
}
