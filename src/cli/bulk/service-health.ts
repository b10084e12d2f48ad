/** Detects a service that accepts no messages, as opposed to rows that are wrong: the rest is then sent later. */
import {
  AuthenticationError,
  InvalidResponseError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  TigerConnectError,
} from '../../index.js';

/** Each of them was retried, so this many failures in a row are no accident. */
const MAX_FAILURES = 20;

/** Whether the failure may come from the row, not from the service. */
function concernsRow(error: TigerConnectError): boolean {
  const concernsService =
    error instanceof RateLimitError ||
    error instanceof ServerError ||
    error instanceof PermissionError ||
    error instanceof NotFoundError ||
    error instanceof InvalidResponseError ||
    error.code === 'connection' ||
    error.code === 'timeout';
  return !concernsService;
}

export class ServiceHealth {
  #failures = 0;

  succeeded(): void {
    this.#failures = 0;
  }

  /** @returns why the run should end, when it should */
  failed(error: unknown): 'credentials' | 'service' | 'database' | undefined {
    if (error instanceof AuthenticationError) return 'credentials';
    if (!(error instanceof TigerConnectError)) return undefined;
    // An OutboxError, whose module would load the outbox.
    if (error.code === 'outbox') return 'database';
    if (concernsRow(error)) return undefined;
    this.#failures += 1;
    return this.#failures < MAX_FAILURES ? undefined : 'service';
  }
}
