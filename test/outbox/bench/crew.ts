/** Processes of one kind, that work until so much is done. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { compile } from '../compile.js';

const PROGRAMS = await compile(import.meta.dirname, ['worker.ts', 'service.ts']);
const PATIENCE_MS = 300_000;

export const startProcess = (program: string, args: readonly string[] = []): ChildProcess =>
  // Not through tsx, as this one.
  fork(path.join(PROGRAMS, program), [...args], { execArgv: [] });

export class Crew {
  #done = 0;
  #awaited: { count: number; resolve: () => void } | undefined;

  private constructor(private readonly members: readonly ChildProcess[]) {}

  /** @param args of worker.ts */
  static async start(count: number, args: readonly string[]): Promise<Crew> {
    const members = Array.from({ length: count }, () => startProcess('worker.mjs', args));
    await Promise.all(members.map((member) => once(member, 'message')));
    const crew = new Crew(members);
    for (const member of members) {
      member.on('message', (count) => {
        if (typeof count === 'number') crew.#count(count);
      });
    }
    return crew;
  }

  go(): void {
    for (const member of this.members) member.send('go');
  }

  /** Resolves when so much has been done since the last time. */
  async finish(count: number): Promise<void> {
    const late = new AbortController();
    const limit = sleep(PATIENCE_MS, undefined, { signal: late.signal }).then(() => {
      throw new Error(`${this.#done} of ${count} were done in ${PATIENCE_MS / 1_000} s`);
    });
    const all = new Promise<void>((resolve) => {
      this.#awaited = { count, resolve };
      this.#count(0);
    });
    await Promise.race([all, limit]).finally(() => {
      limit.catch(() => undefined);
      late.abort();
    });
    this.#done = 0;
  }

  /** Lets them rest until they are told to go again. */
  async halt(): Promise<void> {
    await Promise.all(
      this.members.map(async (member) => {
        member.send('halt');
        while ((await once(member, 'message'))[0] !== 'halted');
      }),
    );
  }

  stop(): void {
    for (const member of this.members) member.kill('SIGKILL');
  }

  #count(more: number): void {
    this.#done += more;
    const { count, resolve } = this.#awaited ?? { count: Infinity, resolve: () => undefined };
    if (this.#done < count) return;
    this.#awaited = undefined;
    resolve();
  }
}
