import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

import { afterEach, describe, expect, test } from '@jest/globals';

import { Connector } from '../../../src/transport/connection.js';

const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket.on('error', () => undefined).resume());
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((done) => server.close(done));
});

/** A server that takes connections and says nothing. */
async function silentServer(): Promise<{ hostname: string; port: number; secure: boolean }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { hostname: '127.0.0.1', port, secure: true };
}

describe('a connection to a server that says nothing', () => {
  test('is given up at the time limit, and closed', async () => {
    const to = await silentServer();
    const closed = once(server, 'connection').then(([socket]) => once(socket as Socket, 'close'));
    const connecting = new Connector({ timeout: 50 }).connect(to);
    await expect(connecting).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    await closed;
  });

  test.each(['the signal', 'close()'])('is given up and closed by %s', async (means) => {
    const to = await silentServer();
    const connector = new Connector();
    const aborter = new AbortController();
    const connecting = connector.connect(to, aborter.signal);
    const refusal = expect(connecting).rejects.toMatchObject({ name: 'AbortError' });
    const [socket] = (await once(server, 'connection')) as [Socket];
    const closed = once(socket, 'close');
    if (means === 'close()') connector.close();
    else aborter.abort();
    await refusal;
    await closed;
  });
});
