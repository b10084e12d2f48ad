// Holds a document against its specification and a ruleset, by Redocly's linter. Ours must pass; the
// vendor's faults are only listed.
import { readFile } from 'node:fs/promises';

import type { Config, NormalizedProblem, RawUniversalConfig } from '@redocly/openapi-core';
import { BaseResolver, createConfig, lintDocument, Source } from '@redocly/openapi-core';
import { parse } from 'yaml';

import { InputError, messageOf } from '../input-error.js';
import type { JsonObject } from './document.js';
import type { VendorDocument } from './read.js';
import type { LintFault } from './report.js';

/**
 * Lists the faults of the vendor's document and refuses a result that has any. `rulesetFile` is
 * spec/redocly.yaml: its `oas2Rules` are for the vendor's document, its `oas3_0Rules` for ours.
 */
export async function validate(
  vendor: VendorDocument,
  result: JsonObject,
  rulesetFile: string,
): Promise<{ vendorFaults: LintFault[] }> {
  const raw = parse(await readFile(rulesetFile, 'utf8')) as RawUniversalConfig;
  const ruleset = await createConfig(raw);
  mustPass(await lint(result, '', ruleset), vendor.file);
  return { vendorFaults: await vendorFaults(vendor, ruleset) };
}

/** The linter is not made for documents of any shape: where it gives up, that is the fault. */
async function vendorFaults(vendor: VendorDocument, ruleset: Config): Promise<LintFault[]> {
  try {
    return await lint({ ...vendor.document, swagger: '2.0' }, vendor.text, ruleset);
  } catch (error) {
    return [{ rule: 'lint', where: '#/', message: messageOf(error), severity: 'error' }];
  }
}

async function lint(document: JsonObject, text: string, ruleset: Config): Promise<LintFault[]> {
  const problems = await lintDocument({
    document: { source: new Source('document', text), parsed: document },
    config: ruleset,
    externalRefResolver: new LocalResolver(),
  });
  return problems.map(fault);
}

function mustPass(faults: LintFault[], file: string): void {
  const errors = faults.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const shown = errors
    .slice(0, 10)
    .map(({ rule, where, message }) => `\n  ${where}: ${message} (${rule})`);
  const more = errors.length > 10 ? `\n  and ${errors.length - 10} more` : '';
  const problem = `does not become a valid OpenAPI 3 document that passes spec/redocly.yaml:${shown.join('')}${more}`;
  const mend = 'Mend the overlay, or add a rule in scripts/stages/rules/.';
  throw new InputError({ file, problem, mend });
}

/** A document stands alone here: nothing is fetched because it says so. */
class LocalResolver extends BaseResolver {
  override loadExternalRef(reference: string): Promise<Source> {
    return Promise.reject(new Error(`${reference} is outside the document`));
  }
}

function fault({ ruleId, message, severity, location }: NormalizedProblem): LintFault {
  return { rule: ruleId, where: location[0]?.pointer ?? '#/', message, severity };
}
