/** `tigerconnect outbox work`: sends what is enqueued, until it is ended, or until nothing waits. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Outbox, OutboxOptions, OutboxWorker } from '../../../outbox/index.js';
import { type ClientOptions, createClient } from '../../shell/client-options.js';
import { EXIT, type ExitCode } from '../../shell/exit-code.js';
import { Interruption } from '../../shell/interruption.js';
import type { Output } from '../../shell/output.js';
import { findPlace, type PlaceOptions, withOutbox } from './open.js';
import { WorkReport } from './work-report.js';

export interface WorkFlags extends PlaceOptions, ClientOptions {
  concurrency?: number;
  rate?: number;
  resendWithin?: number;
  keepDone?: number;
  migrate?: boolean;
  untilEmpty?: boolean;
}

const POLL_MS = 500;
/** What is in flight may take so long after the first signal, beyond the time limit of an attempt. */
const PATIENCE_MS = 30_000;

function workerOptions(flags: WorkFlags): OutboxOptions {
  const { rate, resendWithin, keepDone, migrate } = flags;
  const perSecond = rate === undefined ? undefined : { perSecond: rate };
  return { ...findPlace(flags), rate: perSecond, resendWithin, keepDone, migrate };
}

/** Resolves when nothing waits, and nobody sends. */
async function untilEmpty(outbox: Outbox, ended: AbortSignal): Promise<void> {
  const hasNone = async (state: 'queued' | 'sending'): Promise<boolean> =>
    (await outbox.list({ state, limit: 1 })).length === 0;
  // What is given back between the first two is seen by the third.
  const isEmpty = async (): Promise<boolean> =>
    (await hasNone('queued')) && (await hasNone('sending')) && (await hasNone('queued'));
  while (!ended.aborted) {
    // A failure of the database passes, as it does for the worker, which tells of it.
    if (await isEmpty().catch(() => false)) return;
    await sleep(POLL_MS, undefined, { signal: ended }).catch(() => undefined);
  }
}

/** Ends the worker: by the first signal when what is in flight has settled, by the second at once. */
async function stop(
  worker: OutboxWorker,
  insisted: AbortSignal,
  { timeout = 0 }: WorkFlags,
): Promise<void> {
  const abandon = (): void => void worker.stop({ timeout: 0 });
  if (insisted.aborted) abandon();
  else insisted.addEventListener('abort', abandon, { once: true });
  await worker.stop({ timeout: PATIENCE_MS + timeout });
}

/** Lets a worker work until there is a reason to end. @throws what every message would meet */
async function runWorker(
  outbox: Outbox,
  flags: WorkFlags,
  { asked, insisted }: Interruption,
  report: WorkReport,
): Promise<void> {
  const worker = await outbox.work({ concurrency: flags.concurrency });
  const ended = AbortSignal.any([asked, report.lost]);
  try {
    await Promise.race([
      ended.aborted ? undefined : once(ended, 'abort'),
      worker.finished,
      ...(flags.untilEmpty === true ? [untilEmpty(outbox, ended)] : []),
    ]);
  } finally {
    await stop(worker, insisted, flags);
    await report.end(asked.aborted ? 'interrupted' : undefined);
  }
}

function toExitCode(
  { untilEmpty: drains = false }: WorkFlags,
  { asked, insisted }: Interruption,
  report: WorkReport,
): ExitCode {
  // A worker that was asked to end has done all it was to do; one that was to drain has not.
  if (insisted.aborted || (drains && asked.aborted)) return EXIT.interrupted;
  return drains && !report.lost.aborted ? report.exitCode : EXIT.done;
}

const WELCOME =
  'Sending what is enqueued. Ctrl-C ends it when what is in flight has settled; a second one does not wait.';

const WAITING = 'What is enqueued waits. When that is corrected, run the same command again.';

export async function work(flags: WorkFlags, output: Output): Promise<ExitCode> {
  const options = workerOptions(flags);
  const client = createClient(flags, output);
  const report = new WorkReport(output);
  const interruption = new Interruption();
  try {
    const withClient = { ...options, client, onEvent: report.tell };
    const code = await withOutbox(withClient, output, async (outbox) => {
      if (flags.untilEmpty !== true && !output.json) output.note(WELCOME);
      await runWorker(outbox, flags, interruption, report);
      return toExitCode(flags, interruption, report);
    });
    if (report.isRefused) output.note(WAITING);
    return code;
  } finally {
    interruption.dispose();
    client.close();
  }
}
