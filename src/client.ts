/** The client: resolves its options and wires the parts; what it can do is in `messages` and `api`. */
import { basicCredentials } from '../generated/core/encode.js';
import { OpenAPI, type OpenAPIConfig } from '../generated/core/OpenAPI.js';
import { type Api, type ApiWithResponse, createApi, createApiWithResponse } from './api/api.js';
import { ConfigurationError } from './errors.js';
import { MessageClient } from './messages/message-client.js';
import type { Messages } from './messages/messages.js';
import type { Credentials, OverrideOptions, TigerConnectOptions } from './options/options.js';
import {
  checkCredentials,
  overrideOptions,
  type ResolvedOptions,
  resolveOptions,
} from './options/resolve-options.js';
import { RetryBudget } from './retry/budget.js';
import { redact } from './retry/cause.js';
import type { Channel } from './retry/retrying-request.js';
import { Throttle } from './retry/throttle.js';
import { telemetry } from './telemetry/open-telemetry.js';
import { nodeFetchTransport } from './transport/node-fetch.js';
import { userAgent } from './version.js';

const basic = ({ apiKey, apiSecret }: Credentials): Record<string, string> => ({
  Authorization: basicCredentials(apiKey, apiSecret),
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

/** What the clients that `withOptions` gives have in common. */
interface Shared {
  readonly channel: Channel;
  readonly close: () => void;
}

function connect(options: ResolvedOptions): Shared {
  const { agent, baseUrl, fetch, tls } = options;
  const transport = fetch
    ? { fetch, close: () => undefined }
    : nodeFetchTransport(baseUrl, agent, tls);
  const channel = {
    config: apiConfig(options),
    fetch: transport.fetch,
    budget: new RetryBudget(),
    throttle: new Throttle(),
    trace: telemetry(baseUrl),
  };
  return { channel, close: transport.close };
}

/** What `withOptions` gives the constructor: of a class that nobody else has, so that no argument passes for it. */
class Derived {
  constructor(
    readonly options: ResolvedOptions,
    readonly shared: Shared,
  ) {}
}

/** Outside of the class: a bundler renames one that names itself, and `console.log` would show that name. */
const derive = (options: ResolvedOptions, shared: Shared): TigerConnect =>
  new TigerConnect(new Derived(options, shared));

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
  readonly #shared: Shared;
  readonly #options: ResolvedOptions;
  #api: Api | undefined;
  #withResponse: ApiWithResponse | undefined;

  /**
   * Opens no connection.
   * @throws ConfigurationError when an option is missing or wrong
   */
  constructor(options?: TigerConnectOptions);
  /** @internal */
  constructor(derived: Derived);
  constructor(given: TigerConnectOptions | Derived = {}) {
    const isDerived = given instanceof Derived;
    this.#options = isDerived ? given.options : resolveOptions(given);
    this.#shared = isDerived ? given.shared : connect(this.#options);
    this.messages = new MessageClient(this.#shared.channel, this.#options);
  }

  /**
   * Every operation of the vendor's document, typed by it, with this client's credentials, limits, safe retries
   * and errors. An operation that takes a `Request-ID` gets one. `messages` is the way for what it has: it knows
   * addresses.
   *
   * @example
   * await tigerconnect.api.message.typingMessage({ recipient: 'nurse@ward.example' });
   */
  get api(): Api {
    return (this.#api ??= createApi(this.#shared.channel, this.#options));
  }

  /**
   * The operations of `api`, each resolving to its value with the status and the headers of the answer.
   *
   * @example
   * const { data, status, headers } = await tigerconnect.withResponse.message.typingMessage({
   *   recipient: 'nurse@ward.example',
   * });
   */
  get withResponse(): ApiWithResponse {
    return (this.#withResponse ??= createApiWithResponse(this.#shared.channel, this.#options));
  }

  /**
   * This client with other options, over the same connections, throttle and retry budget. It costs nothing to
   * make one for a single call; to close either closes both.
   *
   * @throws ConfigurationError when an option is wrong, or needs a client of its own
   * @example
   * await tigerconnect.withOptions({ timeout: 2_000, signal }).api.message.typingMessage({ recipient });
   */
  withOptions(options: OverrideOptions): TigerConnect {
    return derive(overrideOptions(this.#options, options), this.#shared);
  }

  /**
   * Closes idle connections now, and busy ones when their answer is read. A process ends without it,
   * and what you gave yourself (`agent`, `fetch`) stays yours to close.
   */
  close(): void {
    this.#shared.close();
  }

  /** `await using tigerconnect = new TigerConnect()` closes it at the end of the block. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#shared.close();
    return Promise.resolve();
  }
}
