/** The `Retry-After` header (RFC 9110, 10.2.3) as milliseconds. Pure. */

// The three forms of an HTTP date all begin with the name of a day; Date.parse alone would also take
// "1" or "-5" for a date.
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

function httpDate(value: string | null): number | undefined {
  if (value === null || !HTTP_DATE.test(value)) return undefined;
  // An asctime date names no zone; all HTTP dates are in GMT.
  const date = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : date;
}

/**
 * @param header seconds or an HTTP date
 * @param date the answer's own `Date`: the clock by which the server meant its date
 * @param now milliseconds since the epoch, for an answer without `Date`
 * @returns milliseconds to wait, 0 for a date that has passed; undefined for no or an invalid value
 */
export function retryAfter(
  header: string | null,
  date: string | null,
  now: number,
): number | undefined {
  if (header === null) return undefined;
  const value = header.trim();
  if (/^\d+$/.test(value)) {
    const ms = Number(value) * 1_000;
    return Number.isSafeInteger(ms) ? ms : undefined;
  }
  const until = httpDate(value);
  if (until === undefined) return undefined;
  return Math.max(0, until - (httpDate(date) ?? now));
}
