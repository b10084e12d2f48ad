// `npm run generate`: from flags to exit code. The chain of stages is in pipeline.ts.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Settings } from './pipeline/flags.js';
import { readFlags, root, usage } from './pipeline/flags.js';
import { InputError } from './pipeline/input-error.js';
import type { Io } from './pipeline/progress.js';
import type { Outputs } from './pipeline/output/files.js';
import { discardNow, mustBeReplaceable, publish, stagingFor } from './pipeline/output/publish.js';
import type { Report } from './pipeline/report/report.js';
import { precedent, remember } from './pipeline/stamp.js';

/** Runs the command; gives its exit code: 0 done, 1 drift or a stale overlay, 2 bad input. */
export async function runGenerate(argv: string[], io: Io): Promise<number> {
  try {
    const settings = readFlags(argv, io.cwd);
    if (settings !== undefined) return await generate(settings, io);
    io.out(usage);
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    io.error(`${error.messageFrom(io.cwd)}\n`);
    return 2;
  }
}

async function generate(settings: Settings, io: Io): Promise<number> {
  const { input, overlay, output, openapi } = settings;
  const inputs = overlay === undefined ? [input] : [input, overlay];
  const footprint = { inputs, outputs: [output, openapi] };
  const before = await precedent(footprint);
  if (before.report !== undefined) {
    io.out('unchanged: the output is what these inputs give\n');
    await saveReport(before.report, settings);
    return 0;
  }
  const outputs = { directory: output, openapi };
  await mustBeReplaceable(output, [...inputs, root, io.cwd]);
  const staged = stagingFor(outputs);
  const discardAtExit = (): void => {
    discardNow(staged);
  };
  process.once('exit', discardAtExit);
  try {
    // Loaded only here: an unchanged input must cost next to nothing. The linter takes longest.
    (await import('./pipeline/stages/validate/validate.js')).linter();
    const { runStages } = await import('./pipeline/pipeline.js');
    const report = await runStages(settings, staged, io);
    await saveReport(report, settings);
    const exitCode = await finish(report, settings, staged, io);
    if (exitCode === 0) await remember(footprint, before.inputs, report);
    return exitCode;
  } finally {
    process.off('exit', discardAtExit);
    discardNow(staged);
  }
}

/** Says what came out, and puts it in place unless only a check was asked for. */
async function finish(
  report: Report,
  settings: Settings,
  staged: Outputs,
  io: Io,
): Promise<number> {
  const { renderReport } = await import('./pipeline/report/render.js');
  io.out(renderReport(report, { colour: io.terminal }));
  if (report.staleActions.length > 0) {
    io.error('The overlay is stale; nothing was written. Mend its actions named above.\n');
    return 1;
  }
  const outputs = { directory: settings.output, openapi: settings.openapi };
  if (!settings.check) {
    await publish(staged, outputs);
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

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  // A reader who has seen enough does not stop the run.
  process.stdout.on('error', () => undefined);
  // An interrupted run, too, leaves nothing behind: exiting discards what is staged.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(130));
  process.exitCode = await runGenerate(process.argv.slice(2), {
    cwd: process.cwd(),
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    terminal: process.stdout.isTTY && process.env['CI'] === undefined,
  });
}
