/**
 * A list of rows, of which only those in view exist. One row is in the order of Tab; the arrow keys move
 * from row to row. While the reader is away from the top the rows stay as they were, and what came since waits.
 */
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import { formatNumber } from '../words/format.js';
import { Icon } from './elements.js';
import { useElements } from './row-elements.js';
import { moveBy } from './row-keys.js';
import { useSpan } from './span.js';

export interface RowsProps<Item> {
  readonly id: string;
  readonly label: string;
  /** Newest first. */
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly renderRow: (item: Item, tabIndex: number) => JSX.Element;
  /** How many rows there are with those that the page does not hold. */
  readonly total: number;
  /** The key of the chosen item. */
  readonly current: string | undefined;
  /** What the list shows; another one is shown from its top. */
  readonly scope: string;
  /** An arrow key moved to this item. */
  readonly onMove?: (item: Item) => void;
  /** Stands above the rows and scrolls with them. */
  readonly before?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** Rows beyond those in view, so that a quick scroll finds them. */
const MORE = 6;

/** @returns the items to show, and how many came since */
function useStill<Item>(props: RowsProps<Item>, isAway: boolean): [readonly Item[], number] {
  const { items, keyOf, scope } = props;
  const held = useRef({ scope, items });
  if (!isAway || held.current.scope !== scope) held.current = { scope, items };
  const [newest] = held.current.items;
  if (newest === undefined || held.current.items === items) return [items, 0];
  const key = keyOf(newest);
  const newer = items.findIndex((item) => keyOf(item) === key);
  return [held.current.items, newer < 0 ? items.length : newer];
}

export function Rows<Item>(props: RowsProps<Item>): JSX.Element {
  const { keyOf, current, scope } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const [isAway, setAway] = useState(false);
  const [items, newer] = useStill(props, isAway);
  const span = useSpan(list, setAway);
  const [active, setActive] = useState<string>();
  const toFocus = useRef(false);

  const keys = items.map(keyOf);
  const stop = [active, current].find((key) => key !== undefined && keys.includes(key)) ?? keys[0];
  const stopAt = keys.indexOf(stop ?? '');
  const shown = keys.flatMap((_, at) =>
    (at >= span.first - MORE && at <= span.last + MORE) || at === stopAt ? [at] : [],
  );
  const elements = useElements(
    list,
    shown.map((at) => keys[at] ?? ''),
  );

  useLayoutEffect(() => {
    scroll.current?.scrollTo({ top: 0 });
  }, [scope]);
  useLayoutEffect(() => {
    setActive(undefined);
  }, [scope, current]);
  useLayoutEffect(() => {
    if (!toFocus.current) return;
    toFocus.current = false;
    const row = list.current?.querySelector<HTMLElement>('a.row[tabindex="0"]');
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = moveBy(event, stopAt, items.length);
    const item = to === undefined ? undefined : items[to];
    if (item === undefined) return;
    event.preventDefault();
    toFocus.current = true;
    setActive(keyOf(item));
    props.onMove?.(item);
  };

  return (
    <div class="scroll" ref={scroll}>
      {newer > 0 && (
        <button
          type="button"
          class="newer"
          onClick={() => {
            scroll.current?.scrollTo({ top: 0 });
            list.current?.scrollIntoView({ block: 'nearest' });
          }}
        >
          <Icon name="up" /> {formatNumber(newer)}
          {newer >= items.length && '+'} newer
        </button>
      )}
      {props.before}
      <ol
        class="rows"
        id={props.id}
        ref={list}
        aria-label={props.label}
        style={{ blockSize: `calc(${items.length} * var(--row))` }}
        onKeyDown={onKeyDown}
      >
        {shown.map((at, index) => {
          const item = items[at] as Item;
          return (
            <li
              key={elements[index]}
              style={{ insetBlockStart: `calc(${at} * var(--row))` }}
              aria-posinset={at + 1}
              aria-setsize={Math.max(props.total, items.length)}
            >
              {props.renderRow(item, at === stopAt ? 0 : -1)}
            </li>
          );
        })}
      </ol>
      {props.children}
    </div>
  );
}
