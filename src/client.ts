/** The client: resolves its options and wires the parts; what it can do is in `messages`. */
import { OpenAPI, type OpenAPIConfig } from '../generated/core/OpenAPI.js';
import { ConfigurationError } from './errors.js';
import { MessageClient } from './messages/message-client.js';
import type { Messages } from './messages/messages.js';
import type { Credentials, TigerConnectOptions } from './options/options.js';
import {
  checkCredentials,
  type ResolvedOptions,
  resolveOptions,
} from './options/resolve-options.js';
import { RetryBudget } from './retry/budget.js';
import { redact } from './retry/cause.js';
import { Throttle } from './retry/throttle.js';
import { telemetry } from './telemetry/open-telemetry.js';
import { nodeFetchTransport } from './transport/node-fetch.js';
import { userAgent } from './version.js';

const basic = ({ apiKey, apiSecret }: Credentials): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`,
});

/** Asks the caller's function; an error names only the kind of its failure. */
async function askFor(credentials: () => Promise<Credentials>): Promise<Credentials> {
  try {
    return checkCredentials(await credentials());
  } catch (error) {
    const problem = 'the function failed, or returned no usable apiKey and apiSecret';
    throw new ConfigurationError('credentials', problem, { cause: redact(error) });
  }
}

function apiConfig({ appInfo, baseUrl, credentials }: ResolvedOptions): OpenAPIConfig {
  const who = { 'User-Agent': userAgent(appInfo) };
  return {
    ...OpenAPI,
    BASE: baseUrl,
    HEADERS:
      typeof credentials === 'function'
        ? async () => ({ ...who, ...basic(await askFor(credentials)) })
        : { ...who, ...basic(credentials) },
  };
}

/**
 * A client of the TigerConnect Message API. Make one and keep it: it holds the connections.
 *
 * @example
 * const tigerconnect = new TigerConnect({ apiKey, apiSecret });
 * await tigerconnect.messages.send({ to: 'nurse@ward.example', body: 'Bed 12: potassium 6.8' });
 */
export class TigerConnect {
  /** Sends messages and sets their state. */
  readonly messages: Messages;
  readonly #close: () => void;

  /**
   * Opens no connection.
   * @throws ConfigurationError when an option is missing or wrong
   */
  constructor(options: TigerConnectOptions = {}) {
    const resolved = resolveOptions(options);
    const transport = resolved.fetch
      ? { fetch: resolved.fetch, close: () => undefined }
      : nodeFetchTransport(resolved.baseUrl, resolved.agent, resolved.tls);
    this.#close = transport.close;
    const channel = {
      config: apiConfig(resolved),
      fetch: transport.fetch,
      budget: new RetryBudget(),
      throttle: new Throttle(),
      trace: telemetry(resolved.baseUrl),
    };
    this.messages = new MessageClient(channel, resolved);
  }

  /**
   * Closes idle connections now, and busy ones when their answer is read. A process ends without it,
   * and what you gave yourself (`agent`, `fetch`) stays yours to close.
   */
  close(): void {
    this.#close();
  }

  /** `await using tigerconnect = new TigerConnect()` closes it at the end of the block. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#close();
    return Promise.resolve();
  }
}
