// Shows which stages run and how long each took: a line for each, and on a terminal one that changes.

/** Where a command writes and where relative paths start; a test gives its own. */
export interface Io {
  cwd: string;
  out: (text: string) => void;
  error: (text: string) => void;
  /** Colours, and lines that change. */
  terminal: boolean;
  /** Called with the stages that run, each time they change. */
  onStages?: (running: string[]) => void;
}

/** Moves to the start of the line and clears it. */
const CLEAR = '\r\u001b[K';

/** How long a stage took, in milliseconds. */
export interface StageTiming {
  stage: string;
  ms: number;
}

/** The stages of one run and their times. */
export class Progress {
  readonly timings: StageTiming[] = [];
  readonly #running = new Set<string>();

  constructor(private readonly io: Io) {}

  /** Runs one stage; a failure passes through. */
  async stage<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const start = performance.now();
    this.#running.add(name);
    this.#show('');
    try {
      return await work();
    } finally {
      const ms = Math.round(performance.now() - start);
      this.timings.push({ stage: name, ms });
      this.#running.delete(name);
      this.#show(`  ${name.padEnd(10)} ${String(ms).padStart(6)} ms\n`);
    }
  }

  #show(line: string): void {
    this.io.onStages?.([...this.#running]);
    if (!this.io.terminal) this.io.out(line);
    else
      this.io.out(
        `${CLEAR}${line}${this.#running.size > 0 ? `  ${[...this.#running].join(', ')} …` : ''}`,
      );
  }
}
