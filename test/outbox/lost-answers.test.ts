/** The connection ends when PostgreSQL has written what became of a message, and before it says so. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';

import { afterEach, expect, test } from '@jest/globals';

import { databaseUrl, MESSAGE, setUp, until } from './support.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** The address of a PostgreSQL whose answer to the first statement with this text is cut off. */
async function losing(text: string): Promise<string> {
  const url = new URL(databaseUrl());
  const { port, hostname } = url;
  let isArmed = true;
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    let isLost = false;
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    client.on('data', (chunk) => {
      if (isArmed && chunk.includes(text)) {
        isArmed = false;
        isLost = true;
      }
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (isLost) end();
      else client.write(chunk);
    });
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
  });
  servers.push(proxy.listen(0, '127.0.0.1'));
  await once(proxy, 'listening');
  url.port = String((proxy.address() as AddressInfo).port);
  return url.href;
}

test.each([
  ['sent', 200],
  ['failed', 400],
])('a message that is %s is told to be, once', async (state, status) => {
  const connectionString = await losing('outbox_settle($1');
  const { outbox, accepted, events } = await setUp({ connectionString }, () => ({ status }));
  const { requestId } = await outbox.enqueue(MESSAGE);
  const worker = await outbox.work();
  await until(() => events.some(({ type }) => type === state));
  await worker.stop();
  const told = events.filter((event) => 'requestId' in event && event.requestId === requestId);
  expect(told).toMatchObject([{ type: state, attempts: 1 }]);
  // The failure of the database is told as well.
  expect(events.some(({ type }) => type === 'error')).toBe(true);
  expect(await outbox.counts()).toMatchObject({ [state]: 1 });
  expect(accepted).toHaveLength(state === 'sent' ? 1 : 0);
});
