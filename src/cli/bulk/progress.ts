/** Progress of a run: a bar on a terminal, a line now and then elsewhere, nothing with --json. */
import type { Output } from '../shell/output.js';
import type { Tally } from './tally.js';

export interface Progress {
  update(tally: Tally): void;
  /** Prints a line for people without disturbing the bar. */
  note(text: string): void;
  end(): void;
}

const LINE_EVERY_MS = 5_000;

/** @returns what prints counts, when it has not for a while */
export function noteNowAndThen(output: Output): (counts: { toString: () => string }) => void {
  let due = performance.now() + LINE_EVERY_MS;
  return (counts) => {
    if (output.json || performance.now() < due) return;
    due = performance.now() + LINE_EVERY_MS;
    output.note(counts.toString());
  };
}

function progressLines(output: Output): Progress {
  return {
    update: noteNowAndThen(output),
    note: (text) => {
      output.note(text);
    },
    end: () => undefined,
  };
}

async function progressBar(rows: number): Promise<Progress> {
  const { MultiBar } = await import('../vendor/cli-progress.js');
  const bars = new MultiBar({
    format: '[{bar}] {percentage}%  {value} of {total} rows, {failed} failed, {eta_formatted} left',
    barsize: 24,
    stream: process.stderr,
    // A killed run must leave the terminal as it was.
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
      // Only an update shows the last note.
      bars.update();
      bars.stop();
    },
  };
}

/** @param verbose whether every attempt is reported, which a bar would be in the way of */
export async function startProgress(
  output: Output,
  rows: number,
  verbose: boolean,
): Promise<Progress> {
  const { stderr, stdout } = process;
  const terminal = stderr.isTTY && !verbose && process.env['TERM'] !== 'dumb';
  // Results and a bar on one terminal would be mixed up.
  return terminal && !(output.json && stdout.isTTY) ? progressBar(rows) : progressLines(output);
}
