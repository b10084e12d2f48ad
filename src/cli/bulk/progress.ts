/** How far a run is: a bar before a terminal, a line now and then elsewhere, nothing where a program reads along. */
import type { Output } from '../shell/output.js';
import type { Tally } from './tally.js';

export interface Progress {
  update(tally: Tally): void;
  /** A line for people that does not disturb the bar. */
  note(text: string): void;
  end(): void;
}

const LINE_EVERY_MS = 5_000;

function lines(output: Output): Progress {
  let due = performance.now() + LINE_EVERY_MS;
  return {
    update: (tally) => {
      if (output.json || performance.now() < due) return;
      due = performance.now() + LINE_EVERY_MS;
      output.note(String(tally));
    },
    note: (text) => {
      output.note(text);
    },
    end: () => undefined,
  };
}

async function bar(rows: number): Promise<Progress> {
  const { MultiBar } = await import('../vendor/cli-progress.js');
  const bars = new MultiBar({
    format: '[{bar}] {percentage}%  {value} of {total} rows, {failed} failed, {eta_formatted} left',
    barsize: 24,
    stream: process.stderr,
    // So that a killed run leaves the terminal as it was.
    hideCursor: false,
    linewrap: true,
  });
  const only = bars.create(rows, 0, { failed: 0 });
  return {
    update: (tally) => {
      only.update(tally.settled, { failed: tally.failed });
    },
    note: (text) => {
      bars.log(`${text}\n`);
    },
    end: () => {
      // What was noted last is shown by an update only.
      bars.update();
      bars.stop();
    },
  };
}

export async function progressOf(output: Output, rows: number): Promise<Progress> {
  const { stderr, stdout } = process;
  const terminal = stderr.isTTY && process.env['TERM'] !== 'dumb';
  // Results and a bar on one terminal would write into each other.
  return terminal && !(output.json && stdout.isTTY) ? bar(rows) : lines(output);
}
