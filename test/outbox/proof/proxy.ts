/** A proxy between workers and PostgreSQL: while it is bad, it stalls connections, cuts them in the middle, and resets them. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  readonly port: number;
  /** Lets something happen to a part of the connections that are open. */
  misbehave(): void;
  close(): void;
}

type Behaviour = 'good' | 'stall' | 'cut';

export async function startProxy(to: number): Promise<Proxy> {
  const pairs = new Set<{ behaviour: Behaviour; client: Socket; server: Socket }>();
  const listener = createServer((client) => {
    const pair = { behaviour: 'good' as Behaviour, client, server: connect(to, '127.0.0.1') };
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      client.destroy();
      pair.server.destroy();
    };
    const forward = (from: Socket, into: Socket): void => {
      from.on('data', (chunk: Buffer) => {
        if (pair.behaviour === 'stall') return;
        if (pair.behaviour === 'good') {
          into.write(chunk);
          return;
        }
        into.write(chunk.subarray(0, Math.floor(chunk.length / 2)), end);
      });
      from.on('error', end).on('close', end);
    };
    forward(client, pair.server);
    forward(pair.server, client);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    misbehave: () => {
      for (const pair of pairs) {
        const luck = Math.random();
        if (luck < 0.05) pair.behaviour = 'stall';
        else if (luck < 0.1) pair.behaviour = 'cut';
        else if (luck < 0.15) pair.client.resetAndDestroy();
      }
    },
    close: () => {
      listener.close();
      for (const { client, server } of pairs) {
        client.destroy();
        server.destroy();
      }
    },
  };
}
