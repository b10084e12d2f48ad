/** Which element shows which row. */
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';

/**
 * The elements of rows that left show those that came: in a flood, to make new ones is what costs. The one with the
 * focus shows no other row, or a key would act on a row that nobody chose.
 * @param keys of the rows, in order
 * @returns the names of their elements
 */
export function useElements(
  list: RefObject<HTMLElement | null>,
  keys: readonly string[],
): readonly number[] {
  const former = useRef(new Map<string, number>());
  const made = useRef(0);
  const focused = [...(list.current?.children ?? [])].findIndex((row) =>
    row.matches(':focus-within'),
  );
  const kept = new Set(keys);
  const free = [...former.current]
    .filter(([key], at) => !kept.has(key) && at !== focused)
    .map(([, element]) => element);
  const elements = keys.map(
    (key) => former.current.get(key) ?? free.shift() ?? (made.current += 1),
  );
  former.current = new Map(keys.map((key, at) => [key, elements[at] ?? 0]));
  return elements;
}
