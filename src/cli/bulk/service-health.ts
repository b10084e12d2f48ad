/** Tells a service that takes no messages from rows that are wrong: then the rest is better sent later. */
import {
  AuthenticationError,
  InvalidResponseError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  TigerConnectError,
} from '../../errors.js';

/** With retries behind each, this many failures in a row are no accident. */
const PATIENCE = 20;

/** A failure that may come from what the row asks for, not from the service. */
function isOfTheRow(error: TigerConnectError): boolean {
  const ofTheService =
    error instanceof RateLimitError ||
    error instanceof ServerError ||
    error instanceof PermissionError ||
    error instanceof NotFoundError ||
    error instanceof InvalidResponseError ||
    error.code === 'connection' ||
    error.code === 'timeout';
  return !ofTheService;
}

export class ServiceHealth {
  #failures = 0;

  succeeded(): void {
    this.#failures = 0;
  }

  /** @returns why the run should end, when it should */
  failed(error: unknown): 'credentials' | 'service' | undefined {
    if (error instanceof AuthenticationError) return 'credentials';
    if (!(error instanceof TigerConnectError) || isOfTheRow(error)) return undefined;
    this.#failures += 1;
    return this.#failures < PATIENCE ? undefined : 'service';
  }
}
