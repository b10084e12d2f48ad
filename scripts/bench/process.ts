// Child processes that answer one question at a time over IPC, and end with this one.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** No answer to any question takes longer on a machine that is of any use for measuring. */
const PATIENCE_MS = 120_000;

const started = new Set<ChildProcess>();

/** The environment without proxies: all that is measured stays on this machine. */
function localEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name));
  return Object.fromEntries(kept);
}

export class Child {
  private constructor(
    private readonly process: ChildProcess,
    private readonly name: string,
  ) {}

  /** Starts a file of this folder and waits for its first word. */
  static async start(
    file: string,
    args: string[] = [],
    execArgv: string[] = [],
  ): Promise<{ child: Child; hello: unknown }> {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const child = fork(path, args, { execArgv, env: localEnvironment() });
    started.add(child);
    const it = new Child(child, [file, ...args.slice(0, 1)].join(' '));
    return { child: it, hello: await it.#answer() };
  }

  async ask<Answer>(question: object): Promise<Answer> {
    this.process.send(question);
    return (await this.#answer()) as Answer;
  }

  async #answer(): Promise<unknown> {
    const settled = new AbortController();
    const signal = AbortSignal.any([settled.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const ended = once(this.process, 'exit', { signal }).then(() => {
      throw new Error(`${this.name} ended before it answered; its words are above`);
    });
    try {
      const [message] = (await Promise.race([
        once(this.process, 'message', { signal }),
        ended,
      ])) as unknown[];
      return message;
    } catch (cause) {
      if (!signal.aborted) throw cause;
      throw new Error(`${this.name}: no answer within ${PATIENCE_MS / 1_000} s`, { cause });
    } finally {
      settled.abort();
      ended.catch(() => undefined);
    }
  }

  /** Its end is its own; whoever lingers is ended by `stopAll`. */
  stop(): void {
    if (this.process.connected) this.process.disconnect();
  }
}

/** Ends every process that was started here. */
export function stopAll(): void {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
}
