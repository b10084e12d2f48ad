/** Options of every command that calls the service, and the client that follows from them and the environment. */
import {
  type AttemptEvent,
  type CountryCode,
  type FetchFunction,
  TigerConnect,
} from '../../index.js';
import type { Output } from './output.js';
import { UsageError } from './usage-error.js';

export interface ClientOptions {
  defaultCountry?: CountryCode;
  timeout?: number;
  maxRetries?: number;
  header?: Record<string, string>;
  verbose?: boolean;
}

function describeAttempt(event: AttemptEvent): string {
  const { attempt, delay, duration, failure, method, path, requestId, status } = event;
  const id = requestId === undefined ? '' : ` of request id ${requestId}`;
  const next = delay === undefined ? '' : `; the next one in ${Math.round(delay)} ms`;
  const outcome = status ?? failure ?? 'no answer';
  return `attempt ${attempt}${id}: ${method} ${path}: ${outcome} in ${Math.round(duration)} ms${next}`;
}

/**
 * @param dryRun takes the requests in place of the network; then no credentials are needed
 * @throws UsageError when a credential is missing
 */
export function createClient(
  { defaultCountry, header: headers, maxRetries, timeout, verbose }: ClientOptions,
  output: Output,
  dryRun?: FetchFunction,
): TigerConnect {
  const onAttempt = (event: AttemptEvent): void => {
    output.note(describeAttempt(event));
  };
  const options = { defaultCountry, headers, timeout, ...(verbose === true && { onAttempt }) };
  if (dryRun !== undefined) {
    const credentials = { apiKey: 'dry', apiSecret: 'run' };
    return new TigerConnect({ ...options, ...credentials, fetch: dryRun, maxRetries: 0 });
  }
  for (const name of ['TIGERCONNECT_API_KEY', 'TIGERCONNECT_API_SECRET']) {
    if ((process.env[name] ?? '') === '') {
      throw new UsageError(
        `${name} is not set in the environment. To try it without an account, start "tigerconnect sandbox" and set what it prints.`,
      );
    }
  }
  return new TigerConnect({ ...options, maxRetries });
}
