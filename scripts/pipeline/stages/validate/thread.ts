// A thread of plain JavaScript that answers questions, one message each.
import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';

export interface Thread {
  /** Gives the answer; rejects when the thread failed. */
  ask: (question: unknown) => Promise<unknown>;
}

/** Starts a thread on a module that answers each message `{ question, port }` on that port. */
export function openThread(module: URL): Thread {
  // Without our own flags, which are for TypeScript.
  const worker = new Worker(module, { execArgv: [] });
  // An open question keeps the process alive, an idle thread does not.
  worker.unref();
  const failed = once(worker, 'error').then(([error]) => {
    throw error;
  });
  // `ask` reports it; a thread that nobody asks may fail unseen.
  failed.catch(() => undefined);
  return {
    ask: async (question) => {
      const { port1: ours, port2: theirs } = new MessageChannel();
      worker.postMessage({ question, port: theirs }, [theirs]);
      try {
        const [answer] = (await Promise.race([once(ours, 'message'), failed])) as [unknown];
        return answer;
      } finally {
        ours.close();
      }
    },
  };
}
