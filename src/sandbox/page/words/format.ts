/** Numbers and times as text. Pure. */

const NUMBER = new Intl.NumberFormat('en-GB');
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
const SHORT_CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'short', hourCycle: 'h23' });
const DAY_MS = 86_400_000;
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

export const formatNumber = (value: number): string => NUMBER.format(value);

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;

/** With seconds: `21:46:18`. */
export const formatTime = (ms: number): string => CLOCK.format(ms);

/** To the millisecond: `21:46:18.204`. */
export const formatExactTime = (ms: number): string =>
  `${CLOCK.format(ms)}.${`${Math.floor(ms) % 1000}`.padStart(3, '0')}`;

/** A moment to come: to the second within a day, else with its day. */
export function formatMoment(ms: number, now: number): string {
  return ms - now < DAY_MS ? CLOCK.format(ms) : `${DAY.format(ms)}, ${SHORT_CLOCK.format(ms)}`;
}

/** The time of a day, or the day itself when it is another one than today. */
export function formatShortTime(ms: number, now: number): string {
  return now - ms < DAY_MS ? SHORT_CLOCK.format(ms) : DAY.format(ms);
}

/** A wait that is asked for in `Retry-After`, which has whole seconds: `3 s`. */
export const formatWait = (ms: number): string => `${Math.ceil(ms / 1_000)} s`;

/** How long something took: `< 1 ms`, `314 ms`, `1.01 s`, `12 s`, `3 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1) return '< 1 ms';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${Number((ms / 1_000).toFixed(2))} s`;
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

/** The time left: `0:09`, `4:59`, `2:00:00`, `3 d`. */
export function countdown(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  const days = seconds / 86_400;
  // To the nearest: just after 30 days were given, 30 are left.
  if (days >= 2) return `${Math.round(days)} d`;
  const pad = (value: number): string => `${value}`.padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${pad(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(seconds % 60)}`;
}
