// A thread of plain JavaScript that answers questions.
import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';

export interface Thread {
  /** Asks; the thread's failure is the caller's. */
  ask: (question: unknown) => Promise<unknown>;
}

/** Starts a thread on a module that answers each message `{ question, port }` on that port. */
export function openThread(module: URL): Thread {
  // Without our own flags: those are for running TypeScript.
  const worker = new Worker(module, { execArgv: [] });
  // An open question keeps the process alive, an idle thread does not.
  worker.unref();
  const failed = once(worker, 'error').then(([error]) => {
    throw error;
  });
  // Told to who asks; nobody may have.
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
