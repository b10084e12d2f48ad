/** An outbox on a schema of its own, a service that it sends to, and what tests ask of both. Stopped after each test. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, afterEach } from '@jest/globals';
import pg from 'pg';

import {
  createOutbox,
  type Outbox,
  type OutboxEvent,
  type OutboxOptions,
} from '../../src/outbox/index.js';
import { TigerConnect } from '../../src/index.js';
import {
  type Answer,
  type ReceivedRequest,
  startServer,
  type TestServer,
} from '../support/server.js';

export const databaseUrl = (): string => {
  const url = process.env['OUTBOX_DATABASE_URL'];
  if (url === undefined) throw new Error('no OUTBOX_DATABASE_URL: npm run test:outbox sets it');
  return url;
};

let opened: pg.Pool | undefined;
/** A pool of the test's own, as an application has one. */
export function pool(): pg.Pool {
  opened ??= new pg.Pool({ connectionString: databaseUrl() }).on('error', () => undefined);
  return opened;
}
afterAll(async () => {
  await opened?.end();
});

export const MESSAGE = { to: 'nurse@ward.example', body: 'Bed 12: potassium 6.8' };

/** What a service makes of a request: an answer; with a success it accepts the key, or says that it has. */
export type Service = (request: ReceivedRequest, known: boolean) => Answer | 'lost';

export interface Setup {
  outbox: Outbox;
  /** Another one on the same tables, for example with other options. */
  another: (options?: Partial<OutboxOptions>) => Promise<Outbox>;
  server: TestServer;
  /** The keys of what the service accepted, each once, in order. */
  accepted: string[];
  events: OutboxEvent[];
  schema: string;
}

const outboxes: Outbox[] = [];
afterEach(async () => {
  await Promise.all(outboxes.splice(0).map((outbox) => outbox.stop()));
});

const keyOf = ({ headers }: ReceivedRequest): string => String(headers['request-id']);

/** @param service by default one that accepts each key once, and says 304 to a second request */
export async function setUp(
  options: Partial<OutboxOptions> = {},
  service: Service = () => ({}),
): Promise<Setup> {
  const schema = `outbox_${randomUUID().replaceAll('-', '')}`;
  const keys: string[] = [];
  const server = await startServer((request) => {
    const key = keyOf(request);
    const known = keys.includes(key);
    const answer = service(request, known);
    const headers = { 'TT-X-Message-Id': `token-${key}` };
    if (answer === 'lost') {
      // Accepted, and the answer does not arrive.
      if (!known) keys.push(key);
      return 'reset';
    }
    if (typeof answer !== 'object' || (answer.status ?? 200) !== 200) return answer;
    if (!known) keys.push(key);
    return { ...answer, status: known ? 304 : 200, headers };
  });
  const events: OutboxEvent[] = [];
  const baseUrl = `${server.url}/v2`;
  const another = async (more: Partial<OutboxOptions> = {}): Promise<Outbox> => {
    const outbox = createOutbox({
      ...(options.folder === undefined && { connectionString: databaseUrl() }),
      // Each with its own: what one client knows, the one on another machine does not.
      client: new TigerConnect({ apiKey: 'key', apiSecret: 'secret', baseUrl, timeout: 2_000 }),
      schema,
      maxRetryDelay: 1,
      onEvent: (event) => events.push(event),
      ...options,
      ...more,
    });
    outboxes.push(outbox);
    return outbox.start();
  };
  return {
    outbox: await another(),
    another,
    server,
    accepted: keys,
    events,
    schema,
  };
}

/** Waits until it holds, and fails when it does not in time. */
export async function until(holds: () => unknown, patience = 15_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`it did not come to hold in time: ${String(holds)}`);
    await sleep(20);
  }
}

/** Waits until a message is in the state. */
export const untilState = (outbox: Outbox, requestId: string, state: string): Promise<void> =>
  until(async () => (await outbox.status(requestId))?.state === state);

/** Changes what the table says of a message, as time would. */
export async function edit(schema: string, requestId: string, change: string): Promise<void> {
  const { rowCount } = await pool().query(
    `UPDATE ${schema}.outbox_message SET ${change} WHERE request_id = $1`,
    [requestId],
  );
  if (rowCount !== 1) throw new Error('there is no such message');
}
