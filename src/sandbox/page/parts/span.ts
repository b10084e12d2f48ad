/** Which rows of a list are in view, whether the list scrolls or the page with it. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

export interface Span {
  readonly first: number;
  readonly last: number;
}

const NONE: Span = { first: 0, last: 20 };

function measure(list: HTMLElement, count: number): Span & { isAway: boolean } {
  const { top, height } = list.getBoundingClientRect();
  const clip = (list.parentElement ?? list).getBoundingClientRect();
  const row = height / Math.max(1, count) || 1;
  const from = Math.max(0, clip.top) - top;
  const to = Math.min(innerHeight, clip.bottom) - top;
  return { first: Math.floor(from / row), last: Math.ceil(to / row), isAway: from > row };
}

/**
 * @param count how many rows the list has
 * @param onAway is told whether the reader is away from the top
 */
export function useSpan(
  list: RefObject<HTMLElement | null>,
  count: number,
  onAway: (isAway: boolean) => void,
): Span {
  const [span, setSpan] = useState(NONE);
  useLayoutEffect(() => {
    const update = (): void => {
      if (list.current === null) return;
      const { first, last, isAway } = measure(list.current, count);
      setSpan((former) =>
        former.first === first && former.last === last ? former : { first, last },
      );
      onAway(isAway);
    };
    update();
    // Scrolling does not bubble, but is captured.
    const options = { capture: true, passive: true };
    addEventListener('scroll', update, options);
    addEventListener('resize', update);
    return () => {
      removeEventListener('scroll', update, options);
      removeEventListener('resize', update);
    };
  }, [count, list, onAway]);
  return span;
}
