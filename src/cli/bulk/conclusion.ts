/** Reports how a run ended, and what to do next. */
import { EXIT, type ExitCode } from '../shell/exit-code.js';
import type { Output } from '../shell/output.js';
import type { Journal } from './journal.js';
import type { StopReason } from './run.js';
import type { Tally } from './tally.js';

const STOPS: Readonly<Record<StopReason, string>> = {
  interrupted: 'it was interrupted',
  'no-reader': 'stdout was closed',
  output: 'stdout cannot be written',
  journal: 'the journal cannot be written',
  credentials: 'the server refused the API key or secret',
  service: 'the service accepts no messages at present',
  database: 'the database failed',
};

export async function conclude(
  tally: Tally,
  stopped: StopReason | undefined,
  journal: Pick<Journal, 'began' | 'path'>,
  output: Output,
): Promise<ExitCode> {
  const end = { event: 'end', ...tally.toJSON(), ...(stopped === undefined ? {} : { stopped }) };
  await output.result(end, String(tally));
  if (stopped !== undefined) output.note(`The run ended early: ${STOPS[stopped]}.`);
  if (tally.left + tally.notSent + tally.unknown + tally.added > 0) {
    output.note(`Run the same command again to ${tally.verb} the rest; no row arrives twice.`);
  }
  if (tally.before > 0) {
    const { done, verb } = tally;
    output.note(
      `Rows that this run ${done} before, since ${journal.began}, were not ${done} again. To ${verb} all anew, remove ${journal.path}.`,
    );
  }
  if (stopped === 'interrupted' || stopped === 'no-reader') return EXIT.interrupted;
  return stopped === 'output' ? EXIT.output : tally.exitCode;
}
