/** Which rows of a list are in view, whether the list scrolls or the page with it. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

export interface Span {
  readonly first: number;
  readonly last: number;
}

const NONE: Span = { first: 0, last: 20 };

function measure(list: HTMLElement): (Span & { isAway: boolean }) | undefined {
  const row = list.firstElementChild?.getBoundingClientRect().height;
  if (row === undefined || row === 0) return undefined;
  const { top } = list.getBoundingClientRect();
  const clip = (list.parentElement ?? list).getBoundingClientRect();
  const from = Math.max(0, clip.top) - top;
  const to = Math.min(innerHeight, clip.bottom) - top;
  return { first: Math.floor(from / row), last: Math.ceil(to / row), isAway: from > row };
}

/**
 * Measures where the layout is done anyhow: measured after each draw it would be done twice.
 * @param onAway is told whether the reader is away from the top
 */
export function useSpan(
  list: RefObject<HTMLElement | null>,
  onAway: (isAway: boolean) => void,
): Span {
  const [span, setSpan] = useState(NONE);
  useLayoutEffect(() => {
    const rows = list.current;
    if (rows === null) return;
    const update = (): void => {
      const measured = measure(rows);
      if (measured === undefined) return;
      const { first, last, isAway } = measured;
      setSpan((former) =>
        former.first === first && former.last === last ? former : { first, last },
      );
      onAway(isAway);
    };
    const sizes = new ResizeObserver(update);
    for (const box of [rows, rows.parentElement, document.documentElement])
      if (box !== null) sizes.observe(box);
    // Scrolling does not bubble, but is captured.
    const options = { capture: true, passive: true };
    addEventListener('scroll', update, options);
    return () => {
      sizes.disconnect();
      removeEventListener('scroll', update, options);
    };
  }, [list, onAway]);
  return span;
}
