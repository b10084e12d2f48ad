/** Starts a sandbox and gives the handle on it. */
import { API_DOCUMENT } from './embedded.js';
import { resolveSandboxOptions, type SandboxOptions } from './options.js';
import { ApiDocument } from './server/document.js';
import { BASE_PATH, Router } from './server/router.js';
import { Sampler } from './server/sample.js';
import { listen } from './server/server.js';
import { RequestValidator } from './server/validator.js';
import type { Fault } from './state/fault.js';
import type { SandboxAccount, SandboxMessage, SandboxRequest } from './state/records.js';
import { State } from './state/state.js';

/**
 * A running sandbox. `messages`, `accounts` and `requests` give a new list each time, oldest first; a
 * list that they gave before does not change.
 */
export interface Sandbox {
  /** The base URL for a client, for example `http://127.0.0.1:8080/v2`. */
  readonly url: string;
  /** The address of the inbox page. */
  readonly pageUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Every message that was accepted, once. */
  readonly messages: readonly SandboxMessage[];
  /** Everyone a message was sent to. */
  readonly accounts: readonly SandboxAccount[];
  /** Every request as it came over the wire, also those that were refused. */
  readonly requests: readonly SandboxRequest[];
  /**
   * Lets the next requests meet a fault. Faults are met in the order in which they were added, one per request.
   * @throws RangeError naming the field of the fault that is wrong
   * @example
   * sandbox.fail({ kind: 'rate-limit', times: 2, retryAfter: 500 });
   */
  readonly fail: (fault: Fault) => void;
  /** Removes all faults that still wait. */
  readonly recover: () => void;
  /** Reads a message as its recipient. @returns false when the message is not known */
  readonly read: (messageId: string) => boolean;
  /** Forgets messages, accounts, requests and faults, for example between two tests. */
  readonly reset: () => void;
  /** Stops at once, with every connection and timer. */
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Starts the Message API of TigerConnect on 127.0.0.1, with its state in memory, and a page that shows it.
 * For development and tests; nothing leaves this machine.
 *
 * @throws RangeError when an option is wrong or not known; rejects as `listen` does when the port is taken
 * @example
 * const sandbox = await startSandbox();
 * const { url: baseUrl, apiKey, apiSecret } = sandbox;
 * const tigerconnect = new TigerConnect({ baseUrl, apiKey, apiSecret });
 * await tigerconnect.messages.send({ to: 'nurse@ward.example', body: 'Bed 12' });
 * sandbox.messages[0]?.body; // 'Bed 12'
 * await sandbox.close();
 */
export function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return serveDocument(API_DOCUMENT, options);
}

/** As `startSandbox`, for any OpenAPI 3 document. */
export async function serveDocument(root: object, options: SandboxOptions): Promise<Sandbox> {
  const { apiKey, apiSecret, capacity, clock, port, strict } = resolveSandboxOptions(options);
  const document = new ApiDocument(root);
  const router = new Router(document);
  const state = new State(capacity, clock, router.operations);
  const validator = new RequestValidator(document);
  const sampler = new Sampler(document);
  const api = { router, validator, sampler, apiKey, apiSecret, clock, port, strict };
  const server = await listen(state, api);
  const origin = `http://127.0.0.1:${server.port}`;
  state.url = `${origin}${BASE_PATH}`;
  const close = async (): Promise<void> => {
    state.close();
    await server.close();
  };
  return {
    url: state.url,
    pageUrl: `${origin}/`,
    apiKey,
    apiSecret,
    get messages() {
      return state.mailbox.messages;
    },
    get accounts() {
      return state.mailbox.accounts;
    },
    get requests() {
      return state.requestLog.requests;
    },
    fail: (fault) => {
      state.faults.add(fault);
    },
    recover: () => {
      state.faults.clear();
    },
    read: (messageId) => state.mailbox.advance(messageId, 'read'),
    reset: () => {
      state.reset();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
