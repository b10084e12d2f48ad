// Controls the server's process: one count for each run of calls.
import { Child } from './process.js';

export interface Server {
  url: string;
  /** Starts a new count. */
  startCount(multipart: boolean): Promise<void>;
  /**
   * Checks the count; gives the connections opened since it started.
   * @throws when the server did not get exactly so many requests, all of them right
   * @param failures calls that may not have reached it
   */
  checkCount(requests: number, failures: number): Promise<number>;
}

interface Count {
  requests: number;
  connections: number;
  wrongRequests: number;
  firstProblem: string;
}

export async function startServer(): Promise<Server> {
  const { child, hello } = await Child.start('server.mjs');
  const { port } = hello as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    startCount: async (multipart) => {
      await child.ask({ multipart });
    },
    checkCount: async (requests, failures) => {
      const count = await child.ask<Count>({});
      if (count.wrongRequests > 0) {
        throw new Error(
          `the server got ${count.wrongRequests} wrong requests: ${count.firstProblem}`,
        );
      }
      if (count.requests > requests || count.requests < requests - failures) {
        throw new Error(`the server got ${count.requests} requests, not ${requests}`);
      }
      return count.connections;
    },
  };
}
