/** A client against a test server, with the time in the test's hand. */
import { type AttemptEvent, TigerConnect, type TigerConnectOptions } from '../../src/index.js';
import { TestClock } from './clock.js';
import type { TestServer } from './server.js';

export const API_KEY = 'key-of-ward-7';
export const API_SECRET = 's3cret/with+signs';

export interface TestClient<Client = TigerConnect> {
  tigerconnect: Client;
  clock: TestClock;
  /** Every attempt the client told of; its `delay` is what it then waited. */
  attempts: AttemptEvent[];
  /** The waits between attempts, in milliseconds. */
  waits: () => number[];
}

/** Waits pass at once: when an attempt tells its delay, the clock moves on by as much. */
export function testClient(
  server: Pick<TestServer, 'url'>,
  options?: TigerConnectOptions,
): TestClient;
/** @param Client the class of another package, say of a grown document's */
export function testClient<Client>(
  server: Pick<TestServer, 'url'>,
  options: TigerConnectOptions,
  Client: new (options: TigerConnectOptions) => Client,
): TestClient<Client>;
export function testClient(
  server: Pick<TestServer, 'url'>,
  options: TigerConnectOptions = {},
  Client: new (options: TigerConnectOptions) => TigerConnect = TigerConnect,
): TestClient {
  const clock = new TestClock();
  const attempts: AttemptEvent[] = [];
  const tigerconnect = new Client({
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    baseUrl: `${server.url}/v2`,
    clock,
    random: () => 0.5,
    onAttempt: (event) => {
      attempts.push(event);
      const { delay } = event;
      if (delay !== undefined)
        setImmediate(() => {
          clock.advance(delay);
        });
    },
    ...options,
  });
  const waits = (): number[] => attempts.flatMap(({ delay }) => delay ?? []);
  return { tigerconnect, clock, attempts, waits };
}
