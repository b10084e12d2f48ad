/** The client: resolves its options and wires the parts; what it can do is in `messages`. */
import { OpenAPI, type OpenAPIConfig } from '../generated/core/OpenAPI.js';
import { Messages } from './messages/messages.js';
import type { Credentials, TigerConnectOptions } from './options/options.js';
import {
  checkCredentials,
  type ResolvedOptions,
  resolveOptions,
} from './options/resolve-options.js';
import { RetryBudget } from './retry/budget.js';
import { telemetry } from './telemetry/open-telemetry.js';
import { nodeFetchTransport } from './transport/node-fetch.js';

const basic = ({ apiKey, apiSecret }: Credentials): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`,
});

function configOf({ baseUrl, credentials }: ResolvedOptions): OpenAPIConfig {
  return {
    ...OpenAPI,
    BASE: baseUrl,
    HEADERS:
      typeof credentials === 'function'
        ? async () => basic(checkCredentials(await credentials()))
        : basic(credentials),
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
  /** Sends messages and tells of their state. */
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
      : nodeFetchTransport(resolved.baseUrl, resolved.agent);
    this.#close = transport.close;
    const channel = {
      config: configOf(resolved),
      fetch: transport.fetch,
      budget: new RetryBudget(),
      trace: telemetry(resolved.baseUrl),
    };
    this.messages = new Messages(channel, resolved);
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
