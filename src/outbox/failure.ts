/** What an error of the client says of an attempt, without recipient, text or secret. */
import { retryAfter } from '../retry/retry-after.js';
import type { AttemptFailure } from './decisions.js';

/** How codes of errors look. Whatever else a foreign client may keep there is not stored. */
const CODE = /^[a-z][a-z0-9_]{0,63}$/;

/** What a fake, or another copy of the package, may throw as well: told apart by fields, not by class. */
interface ClientError {
  code?: unknown;
  status?: unknown;
  delivery?: unknown;
  retryAfter?: unknown;
  headers?: Readonly<Record<string, string>>;
}

function serverWait({ retryAfter: ms, headers }: ClientError, now: number): number | undefined {
  if (typeof ms === 'number') return ms;
  return retryAfter(headers?.['retry-after'] ?? null, headers?.['date'] ?? null, now);
}

/** @param now milliseconds since the epoch, for a `Retry-After` whose answer has no date */
export function toAttemptFailure(error: unknown, now: number): AttemptFailure {
  const thrown = (typeof error === 'object' && error !== null ? error : {}) as ClientError;
  const { code, status, delivery } = thrown;
  const isKnown = typeof code === 'string' && CODE.test(code);
  return {
    code: isKnown ? code : 'unexpected',
    status: Number.isInteger(status) ? (status as number) : undefined,
    // Only who speaks of delivery can prove anything.
    delivery: isKnown && delivery === 'not-sent' ? 'not-sent' : 'unknown',
    retryAfter: serverWait(thrown, now),
  };
}
