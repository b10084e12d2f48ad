// The chain of stages, from the vendor's document to the generated client.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Settings } from './flags.js';
import { ROOT } from './flags.js';
import type { Io } from './progress.js';
import { Progress } from './progress.js';
import { assembleReport } from './report/assemble.js';
import { convert } from './stages/convert.js';
import type { JsonObject } from './document/document.js';
import { emit } from './stages/emit/emit.js';
import { InputError } from './input-error.js';
import { findUnrepresented } from './stages/emit/unrepresented.js';
import { normaliseVendor } from './stages/normalise.js';
import { applyOverlay, readOverlay } from './stages/overlay.js';
import type { Outputs } from './output/files.js';
import { read } from './stages/read.js';
import type { Report } from './report/report.js';
import { typeAsStrings } from './stages/untyped.js';
import { validate } from './stages/validate/validate.js';

const TEMPLATES = join(ROOT, 'scripts', 'templates');
const RULESET = join(ROOT, 'spec', 'redocly.yaml');

/** Runs all stages. They write only to `staged`. */
export async function runStages(settings: Settings, staged: Outputs, io: Io): Promise<Report> {
  const { input, overlay, output, openapi } = settings;
  const progress = new Progress(io);

  const vendor = await progress.stage('read', () => read(input));
  const normalised = await progress.stage('normalise', () => normaliseVendor(vendor));
  const converted = await progress.stage('convert', () => convert(normalised.document, input));
  const overlaid = await progress.stage('overlay', async () => {
    if (overlay === undefined) return { document: converted, stale: [] };
    return applyOverlay(converted, await readOverlay(overlay));
  });
  const { document } = overlaid;
  const untyped = typeAsStrings(document);
  const [validated] = await both(
    progress.stage('validate', () => validate(vendor, document, RULESET)),
    progress.stage('emit', async () => {
      await emit(document, { source: input, directory: staged.directory, templates: TEMPLATES });
      await writeDocument(document, staged.openapi);
    }),
  );
  return progress.stage('report', async () => {
    const found = {
      document,
      untyped,
      notes: [...normalised.notes, ...validated.notes, ...findUnrepresented(document)],
      vendorProblems: validated.vendorProblems,
      staleActions: overlaid.stale,
      timings: progress.timings,
    };
    const outputs = { before: { directory: output, openapi }, after: staged };
    if (overlaid.stale.length === 0) return assembleReport(found, outputs);
    const vendors = { before: await convertIfReadable(settings.previous), after: converted };
    return assembleReport(found, outputs, vendors);
  });
}

/** The vendor's document without the overlay; undefined when there is none, or none that can be read. */
async function convertIfReadable(file: string | undefined): Promise<JsonObject | undefined> {
  if (file === undefined) return undefined;
  try {
    const { document } = await normaliseVendor(await read(file));
    return await convert(document, file);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Waits for both, so that neither still works when the other's failure is reported. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

async function writeDocument(document: JsonObject, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(document, undefined, 2)}\n`);
}
