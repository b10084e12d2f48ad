/** `Retry-After` in all its forms, right and wrong, each with what it means. */
import type { Random } from './random.js';

export interface RetryAfterHeaders {
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds to wait, by the wall clock of whoever was answered; undefined when nothing valid was said. */
  readonly asked: (wall: number) => number | undefined;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** As RFC 850 wrote dates: `Sunday, 06-Nov-26 08:49:37 GMT`. */
function rfc850(ms: number): string {
  const [, day = '', month = '', year = '', time = ''] = new Date(ms).toUTCString().split(' ');
  return `${DAYS[new Date(ms).getUTCDay()] ?? ''}, ${day}-${month}-${year.slice(2)} ${time} GMT`;
}

/** As C writes dates: `Sun Nov  6 08:49:37 2026`. */
function asctime(ms: number): string {
  const [name = '', day = '', month = '', year = '', time = ''] = new Date(ms)
    .toUTCString()
    .split(' ');
  return `${name.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}

const imf = (ms: number): string => new Date(ms).toUTCString();

/** @param now by the clock of the service */
export function retryAfterHeaders(random: Random, now: number): RetryAfterHeaders {
  const value = (text: string, ms: number | undefined): RetryAfterHeaders => ({
    headers: { 'retry-after': text },
    asked: () => ms,
  });
  const seconds = random.pick([0, 0, 1, 1, 2, 2, 5, 20, 120]);
  if (random.chance(0.4)) return value(String(seconds), seconds * 1_000);
  if (random.chance(0.3)) {
    return random.pick([
      { headers: {}, asked: () => undefined },
      value('', undefined),
      value('soon', undefined),
      value('-5', undefined),
      value('1.5', undefined),
      value('99999999999999999999', undefined),
      value('86400', 86_400_000),
      value('Mon, 99 Foo 2026 25:61:61 GMT', undefined),
    ]);
  }
  // A date has whole seconds.
  const until = Math.floor(now / 1_000) * 1_000 + (random.chance(0.2) ? -60_000 : seconds * 1_000);
  const text = random.pick([imf, rfc850, asctime])(until);
  if (random.chance(0.3)) {
    return { headers: { 'retry-after': text }, asked: (wall) => Math.max(0, until - wall) };
  }
  const date = Math.floor(now / 1_000) * 1_000;
  return {
    headers: { 'retry-after': text, date: imf(date) },
    asked: () => Math.max(0, until - date),
  };
}
