// The server's process as the bench sees it: one count for each run of calls.
import { Child } from './process.js';

export interface Server {
  url: string;
  /** Starts a new count. */
  expect(multipart: boolean): Promise<void>;
  /**
   * The connections opened since.
   * @throws when the server got other requests than so many of the right ones
   * @param failures calls that may not have come through
   */
  connectionsOf(requests: number, failures: number): Promise<number>;
}

interface Count {
  requests: number;
  connections: number;
  faults: number;
  firstFault: string;
}

export async function startServer(): Promise<Server> {
  const { child, hello } = await Child.start('server.mjs');
  const { port } = hello as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    expect: async (multipart) => {
      await child.ask({ multipart });
    },
    connectionsOf: async (requests, failures) => {
      const count = await child.ask<Count>({});
      if (count.faults > 0) {
        throw new Error(`the server got ${count.faults} wrong requests: ${count.firstFault}`);
      }
      if (count.requests > requests || count.requests < requests - failures) {
        throw new Error(`the server got ${count.requests} requests, not ${requests}`);
      }
      return count.connections;
    },
  };
}
