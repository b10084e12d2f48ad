// Says which stage runs and how long it took: a line each, rewritten in place on a terminal.
import type { StageTiming } from './stages/report.js';

/** Where a command writes, and from where it sees files; a test gives its own. */
export interface Io {
  /** Relative paths start here. */
  cwd: string;
  out: (text: string) => void;
  error: (text: string) => void;
  /** A person is looking: colours, and lines that change. */
  terminal: boolean;
}

/** The stages of one run and their times. */
export class Progress {
  readonly timings: StageTiming[] = [];

  constructor(private readonly io: Io) {}

  /** Runs one stage; a failure passes through. */
  async stage<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (this.io.terminal) this.io.out(`  ${name} …`);
    const start = performance.now();
    try {
      return await work();
    } finally {
      const ms = Math.round(performance.now() - start);
      this.timings.push({ stage: name, ms });
      this.io.out(
        `${this.io.terminal ? '\r' : ''}  ${name.padEnd(10)} ${String(ms).padStart(6)} ms\n`,
      );
    }
  }
}
