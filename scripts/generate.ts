// `npm run generate`: from flags to exit code. The chain of stages is in pipeline/pipeline.ts.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { isCommand, runCommand } from './pipeline/command.js';
import type { Settings } from './pipeline/flags.js';
import { readFlags, ROOT, USAGE } from './pipeline/flags.js';
import { InputError } from './pipeline/input-error.js';
import type { Io } from './pipeline/progress.js';
import type { Staged } from './pipeline/output/publish.js';
import {
  discardNow,
  mustBeReplaceable,
  publish,
  stagingFor,
  targetsOf,
} from './pipeline/output/publish.js';
import { recover } from './pipeline/output/swap.js';
import type { Report } from './pipeline/report/report.js';
import { findEarlierRun, remember } from './pipeline/stamp.js';

/** Runs the command and gives its exit code: 0 done, 1 drift or a stale overlay, 2 bad input. */
export async function runGenerate(argv: string[], io: Io): Promise<number> {
  try {
    const settings = readFlags(argv, io.cwd);
    if (settings !== undefined) {
      return await generate(settings, io).catch((error: unknown) => {
        throw explain(error, settings);
      });
    }
    io.out(USAGE);
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    io.error(`${error.messageFrom(io.cwd)}\n`);
    return 2;
  }
}

/** A chain of references may be too long for a stage, however the document is nested. */
function explain(error: unknown, { input }: Settings): unknown {
  if (!(error instanceof RangeError) || !error.message.includes('call stack')) return error;
  const problem = 'is nested, or chains references, too deeply';
  return new InputError({ file: input, problem, correction: 'Use fewer levels.' }, error);
}

async function generate(settings: Settings, io: Io): Promise<number> {
  const { input, overlay, output, openapi } = settings;
  const inputs = overlay === undefined ? [input] : [input, overlay];
  const footprint = { inputs, outputs: [output, openapi] };
  const outputs = { directory: output, openapi };
  const { report } = settings;
  if (report !== undefined && [...inputs, openapi].includes(report)) {
    const problem = 'cannot be the report: it is read or written as well';
    throw new InputError({ file: report, problem, correction: 'Give --report a file of its own.' });
  }
  recover(targetsOf(outputs));
  mustBeReplaceable(outputs, [...inputs, ROOT, io.cwd], settings);
  const earlier = await findEarlierRun(footprint);
  if (earlier.report !== undefined) {
    io.out('Unchanged: the output already matches these inputs.\n');
    await saveReport(earlier.report, settings);
    return 0;
  }
  const staged = stagingFor(outputs);
  const discardAtExit = (): void => {
    discardNow(staged);
  };
  process.once('exit', discardAtExit);
  try {
    // Loaded only here, so that an unchanged input costs next to nothing. The linter loads longest.
    (await import('./pipeline/stages/validate/validate.js')).linter();
    const { runStages } = await import('./pipeline/pipeline.js');
    const made = await runStages(settings, staged, io);
    await saveReport(made, settings);
    const exitCode = await finish(made, settings, staged, io);
    if (exitCode === 0) await remember(footprint, earlier.inputs, made);
    return exitCode;
  } finally {
    process.off('exit', discardAtExit);
    discardNow(staged);
  }
}

/** Prints the report, and puts the output in place unless only a check was asked for. */
async function finish(report: Report, settings: Settings, staged: Staged, io: Io): Promise<number> {
  const { renderReport } = await import('./pipeline/report/render.js');
  io.out(renderReport(report, { colour: io.terminal, cwd: io.cwd }));
  if (report.staleActions.length > 0) {
    io.error('The overlay no longer fits; nothing was written. ');
    io.error('Do what is said above of each action, then run the same command again.\n');
    return 1;
  }
  const outputs = { directory: settings.output, openapi: settings.openapi };
  if (!settings.check) {
    publish(staged, outputs);
    return 0;
  }
  const { drift } = await import('./pipeline/output/drift.js');
  const difference = await drift(outputs, staged);
  io.out(difference);
  return difference === '' ? 0 : 1;
}

async function saveReport(report: Report, { report: file }: Settings): Promise<void> {
  if (file === undefined) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
}

if (isCommand(import.meta.url)) await runCommand(runGenerate);
