/** The keys that move within a list. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  j: 1,
  k: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};

/** Whether keys that are a letter or a sign act by themselves; the help turns them off (WCAG 2.1.4). */
export const singleKeys = { areOn: true };

/** @returns the index to move to; undefined when the key does not move */
export function moveBy(event: KeyboardEvent, from: number, count: number): number | undefined {
  const step = STEPS[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.key.length === 1 && !singleKeys.areOn) return undefined;
  return Math.min(count - 1, Math.max(0, from + step));
}
