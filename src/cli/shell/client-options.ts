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
  recipientIn?: 'query' | 'body';
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

/** Of a dry run, which makes no attempt. */
const nothing = (): void => undefined;
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/**
 * @param dryRun takes the requests in place of the network; then no credentials are needed
 * @throws UsageError when a credential is missing
 */
export function createClient(
  { defaultCountry, header: headers, maxRetries, recipientIn, timeout, verbose }: ClientOptions,
  output: Output,
  dryRun?: FetchFunction,
): TigerConnect {
  const options = { defaultCountry, headers, recipientIn, timeout };
  if (dryRun !== undefined) {
    const dry = { apiKey: 'dry', apiSecret: 'run', fetch: dryRun, maxRetries: 0, logger: SILENT };
    return new TigerConnect({ ...options, ...dry });
  }
  for (const name of ['TIGERCONNECT_API_KEY', 'TIGERCONNECT_API_SECRET']) {
    if ((process.env[name] ?? '') === '') {
      throw new UsageError(
        `${name} is not set in the environment. To try it without an account, start "npx tigerconnect sandbox" and set what it prints.`,
      );
    }
  }
  const onAttempt = (event: AttemptEvent): void => {
    output.note(describeAttempt(event));
  };
  return new TigerConnect({ ...options, maxRetries, ...(verbose === true && { onAttempt }) });
}
