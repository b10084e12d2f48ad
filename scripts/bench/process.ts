// Child processes that answer one question at a time over IPC, and end with this one.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** No answer takes longer on a machine that is fit for measuring. */
const TIMEOUT_MS = 120_000;

const STARTED = new Set<ChildProcess>();

/** The environment without proxies: all requests stay on this machine. */
function localEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name));
  return Object.fromEntries(kept);
}

export class Child {
  private constructor(
    private readonly process: ChildProcess,
    private readonly name: string,
  ) {}

  /** Starts a file of this folder and waits for its first message. */
  static async start(
    file: string,
    args: string[] = [],
    execArgv: string[] = [],
  ): Promise<{ child: Child; hello: unknown }> {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const child = fork(path, args, { execArgv, env: localEnvironment() });
    STARTED.add(child);
    const started = new Child(child, [file, ...args.slice(0, 1)].join(' '));
    return { child: started, hello: await started.#answer() };
  }

  async ask<Answer>(question: object): Promise<Answer> {
    this.process.send(question);
    return (await this.#answer()) as Answer;
  }

  async #answer(): Promise<unknown> {
    const settled = new AbortController();
    const signal = AbortSignal.any([settled.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const ended = once(this.process, 'exit', { signal }).then(() => {
      throw new Error(`${this.name} ended before it answered; see its output above`);
    });
    try {
      const [message] = (await Promise.race([
        once(this.process, 'message', { signal }),
        ended,
      ])) as unknown[];
      return message;
    } catch (cause) {
      if (!signal.aborted) throw cause;
      throw new Error(`${this.name}: no answer within ${TIMEOUT_MS / 1_000} s`, { cause });
    } finally {
      settled.abort();
      ended.catch(() => undefined);
    }
  }

  /** Lets it end by itself; `stopAll` ends it if it does not. */
  stop(): void {
    if (this.process.connected) this.process.disconnect();
  }
}

/** Ends every process that was started here. */
export function stopAll(): void {
  for (const child of STARTED) child.kill('SIGKILL');
  STARTED.clear();
}
