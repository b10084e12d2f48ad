// Puts together the report from what the stages found, and compares with the last generation.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { compare } from '../compare/compare.js';
import { findFacadeWork } from '../compare/facade.js';
import { compareVendors, type Vendors } from '../compare/vendors.js';
import type { JsonObject } from '../document/document.js';
import { objectOf, operationsOf, textAt } from '../document/document.js';
import { filesIn, type Outputs } from '../output/files.js';
import { nameCalls, serviceKey, servicesIn } from './calls.js';
import { withoutRepeats } from './repeats.js';
import type { Report, ReportedOperation } from './report.js';

/** The findings of the stages, with the document they led to. */
export type Findings = Omit<Report, 'operations' | 'comparison' | 'facade'> & {
  document: JsonObject;
};

/** The whole report; `before` may not exist. With `vendors`, that is while the overlay does not fit, these are compared. */
export async function assembleReport(
  { document, ...found }: Findings,
  { before, after }: { before: Outputs; after: Outputs },
  vendors?: Vendors,
): Promise<Report> {
  const previous = await readDocument(before.openapi);
  const surfaces = { before: before.directory, after: after.directory };
  const isSame = previous === undefined || (await haveSameFiles(surfaces.before, surfaces.after));
  const comparison = vendors
    ? compareVendors(vendors, { before: previous, after: document })
    : compare(previous, document, isSame ? undefined : surfaces);
  const changes = await nameCalls(
    comparison.changes,
    { document: objectOf(previous), directory: before.directory },
    { document, directory: after.directory },
  );
  return {
    operations: await reportedOperations(document, after.directory),
    ...found,
    comparison: { ...comparison, changes: withoutRepeats(changes) },
    facade: vendors || isSame ? [] : findFacadeWork(surfaces, changes),
  };
}

/** Undefined when there is none, or none that can be read. */
function readDocument(openapi: string): Promise<unknown> {
  return readFile(openapi, 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
}

async function reportedOperations(
  document: JsonObject,
  directory: string,
): Promise<ReportedOperation[]> {
  const services = await servicesIn(directory);
  return operationsOf(document).map(({ method, path, operation }) => ({
    method: method.toUpperCase(),
    path,
    operationId: textAt(operation, 'operationId'),
    service: services.get(serviceKey(operation)) ?? '',
  }));
}

async function haveSameFiles(before: string, after: string): Promise<boolean> {
  const [old, now] = await Promise.all([filesIn(before).catch(() => []), filesIn(after)]);
  if (old.join('\n') !== now.join('\n')) return false;
  const same = await Promise.all(
    now.map(async (file) => {
      const [a, b] = await Promise.all([readFile(join(before, file)), readFile(join(after, file))]);
      return a.equals(b);
    }),
  );
  return !same.includes(false);
}
