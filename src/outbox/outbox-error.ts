/** A failure of the database or of the queue, without what PostgreSQL would quote of a row. */
import { TigerConnectError } from '../errors.js';

const CODE = /^[A-Z0-9_]{2,64}$/;

/** A SQLSTATE, a code of the system, or the kind of a failure. */
export function databaseErrorCode(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (typeof code === 'string' && CODE.test(code)) return code;
  return typeof name === 'string' && /^[A-Za-z]{1,64}$/.test(name) ? name : 'unknown';
}

/**
 * The database, or the queue on it, did not do what was asked. Unless your own transaction was rolled back, it may
 * have: enqueue again with the same `requestId`, which is one message.
 */
export class OutboxError extends TigerConnectError {
  override readonly name: string = 'OutboxError';
  readonly code = 'outbox';

  constructor(
    /** What was being done, for example `enqueue`. */
    readonly during: string,
    /** The SQLSTATE of PostgreSQL, or the code of the system, for example `ECONNREFUSED`. */
    readonly databaseCode: string,
  ) {
    super(`${during}: the database failed (${databaseCode})`, {
      delivery: 'unknown',
      cause: Object.assign(new Error(databaseCode), { code: databaseCode }),
    });
  }
}

/** Runs work on the database; what it throws shows no row. */
export async function withOutboxError<Result>(
  during: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TigerConnectError) throw error;
    throw new OutboxError(during, databaseErrorCode(error));
  }
}
