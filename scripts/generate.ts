// The pipeline, from the vendor's document to the generated client: the chain of its stages. Stages
// are loaded when they run, so that an unchanged input costs next to nothing.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Settings } from './flags.js';
import { readFlags, root, usage } from './flags.js';
import { InputError } from './input-error.js';
import type { Io } from './progress.js';
import { Progress } from './progress.js';
import type { Outputs } from './stages/publish.js';
import { discard, mustBeReplaceable, publish, stagingFor } from './stages/publish.js';
import type { Report } from './stages/report.js';
import { remember, unchanged } from './stages/stamp.js';

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
  const known = await unchanged(footprint);
  if (known !== undefined) {
    io.out('unchanged: the output is what these inputs give\n');
    await saveReport(known, settings);
    return 0;
  }
  const outputs = { directory: output, openapi };
  await mustBeReplaceable(output, [...inputs, root, io.cwd]);
  const staged = stagingFor(outputs);
  try {
    const report = await runStages(settings, staged, io);
    await saveReport(report, settings);
    const exitCode = await finish(report, settings, staged, io);
    if (exitCode === 0) await remember(footprint, report);
    return exitCode;
  } finally {
    await discard(staged);
  }
}

/** The chain. Whatever it makes is in `staged`; nothing else is touched. */
async function runStages(settings: Settings, staged: Outputs, io: Io): Promise<Report> {
  const { input, overlay, output, openapi } = settings;
  const progress = new Progress(io);

  const vendor = await progress.stage('read', async () => {
    const { read } = await import('./stages/read.js');
    return read(input);
  });
  const normalised = await progress.stage('normalise', async () => {
    const { normalise } = await import('./stages/normalise.js');
    return normalise(vendor.document);
  });
  const converted = await progress.stage('convert', async () => {
    const { convert } = await import('./stages/convert.js');
    return convert(normalised.document, input);
  });
  const overlaid = await progress.stage('overlay', async () => {
    const { applyOverlay, readOverlay } = await import('./stages/overlay.js');
    if (overlay === undefined) return { document: converted, stale: [] };
    return applyOverlay(converted, await readOverlay(overlay));
  });
  const settled = await progress.stage('settle', async () => {
    const { settleUntyped } = await import('./stages/untyped.js');
    return { document: overlaid.document, untyped: settleUntyped(overlaid.document) };
  });
  const validated = await progress.stage('validate', async () => {
    const { validate } = await import('./stages/validate.js');
    return validate(vendor, settled.document, join(root, 'spec', 'redocly.yaml'));
  });
  await progress.stage('emit', async () => {
    const { emit } = await import('./stages/emit.js');
    const template = join(root, 'scripts', 'templates', 'request.ts');
    await emit(settled.document, { directory: staged.directory, template });
    await mkdir(dirname(staged.openapi), { recursive: true });
    await writeFile(staged.openapi, `${JSON.stringify(settled.document, undefined, 2)}\n`);
  });
  return progress.stage('report', async () => {
    const { assembleReport } = await import('./stages/assembly.js');
    return assembleReport(
      {
        document: settled.document,
        untyped: settled.untyped,
        notes: normalised.notes,
        vendorFaults: validated.vendorFaults,
        staleActions: overlaid.stale,
        timings: progress.timings,
      },
      { before: { directory: output, openapi }, after: staged },
    );
  });
}

/** Says what came out, and puts it in place unless only a check was asked for. */
async function finish(
  report: Report,
  settings: Settings,
  staged: Outputs,
  io: Io,
): Promise<number> {
  const { renderReport } = await import('./stages/report.js');
  io.out(renderReport(report, { colour: io.terminal }));
  const outputs = { directory: settings.output, openapi: settings.openapi };
  if (report.staleActions.length > 0) {
    io.error('The overlay is stale; nothing was written. Mend its actions named above.\n');
    return 1;
  }
  if (!settings.check) {
    await publish(staged, outputs);
    return 0;
  }
  const { drift } = await import('./stages/drift.js');
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
  process.exitCode = await runGenerate(process.argv.slice(2), {
    cwd: process.cwd(),
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    terminal: process.stdout.isTTY && process.env['CI'] === undefined,
  });
}
