// Checks documents against their specification and our ruleset, by Redocly's linter. The result must
// pass; the problems of the vendor's document are only listed.
import { InputError } from '../../input-error.js';
import type { JsonObject } from '../../document/document.js';
import type { VendorDocument } from '../read.js';
import type { StageNote } from '../note.js';
import type { Thread } from './thread.js';
import { findRepeatedHeaders } from './repeated-headers.js';
import { openThread } from './thread.js';

/** What the linter finds: listed for the vendor's document; an error in our result is fatal. */
export interface LintProblem {
  rule: string;
  where: string;
  message: string;
  severity: 'error' | 'warn';
}

let thread: Thread | undefined;

/** One thread for all; it takes a while to load, so that an early start saves time. */
export function linter(): Thread {
  return (thread ??= openThread(new URL('./lint-worker.js', import.meta.url)));
}

/**
 * Lists the problems of the vendor's document and refuses a result that has errors. `rulesetFile` is
 * spec/redocly.yaml: its `oas2Rules` are for the vendor's document, its `oas3_0Rules` for ours.
 */
export async function validate(
  vendor: VendorDocument,
  result: JsonObject,
  rulesetFile: string,
): Promise<{ vendorProblems: LintProblem[]; notes: StageNote[] }> {
  // The linter recognises the version only as text.
  const documents = [{ ...vendor.document, swagger: '2.0' }, result];
  const problems = (await linter().ask({ rulesetFile, documents })) as LintProblem[][];
  const [vendorProblems = [], found = []] = problems;
  const repeated = findRepeatedHeaders(result).map((problem): LintProblem => {
    return { rule: 'headers-unique', severity: 'error', ...problem };
  });
  const ours = [...found, ...repeated];
  assertValid(ours, vendor.file);
  const notes = ours.map(({ rule, where, message }) => {
    return { stage: 'validate', rule, where, what: message };
  });
  return { vendorProblems, notes };
}

function assertValid(problems: LintProblem[], file: string): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const listed = errors
    .slice(0, 10)
    .map(({ rule, where, message }) => `\n  ${where}: ${message} (${rule})`);
  const more = errors.length > 10 ? `\n  and ${errors.length - 10} more` : '';
  const problem = `does not become a valid OpenAPI 3 document by the rules of spec/redocly.yaml:${listed.join('')}${more}`;
  const correction = 'Correct the overlay, or add a rule in scripts/pipeline/stages/rules/.';
  throw new InputError({ file, problem, correction });
}
