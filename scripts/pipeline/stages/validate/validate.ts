// Holds a document against its specification and a ruleset, by Redocly's linter. Ours must pass; the
// vendor's faults are only listed.
import { InputError } from '../../input-error.js';
import type { JsonObject } from '../../document/document.js';
import type { VendorDocument } from '../read.js';
import type { StageNote } from '../note.js';
import type { Thread } from './thread.js';
import { openThread } from './thread.js';

/** What the linter complains of: listed for the vendor's document, fatal only as an error in ours. */
export interface LintProblem {
  rule: string;
  where: string;
  message: string;
  severity: 'error' | 'warn';
}

let thread: Thread | undefined;

/** The linter takes a while to load: whoever starts it early waits less, and one does for all. */
export function linter(): Thread {
  return (thread ??= openThread(new URL('./lint-worker.js', import.meta.url)));
}

/**
 * Lists the faults of the vendor's document and refuses a result that has any. `rulesetFile` is
 * spec/redocly.yaml: its `oas2Rules` are for the vendor's document, its `oas3_0Rules` for ours.
 */
export async function validate(
  vendor: VendorDocument,
  result: JsonObject,
  rulesetFile: string,
): Promise<{ vendorProblems: LintProblem[]; notes: StageNote[] }> {
  // The linter knows the version by its text.
  const documents = [{ ...vendor.document, swagger: '2.0' }, result];
  const problems = (await linter().ask({ rulesetFile, documents })) as LintProblem[][];
  const [vendorProblems = [], ours = []] = problems;
  mustPass(ours, vendor.file);
  const notes = ours.map(({ rule, where, message }) => {
    return { stage: 'validate', rule, where, what: message };
  });
  return { vendorProblems, notes };
}

function mustPass(problems: LintProblem[], file: string): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const shown = errors
    .slice(0, 10)
    .map(({ rule, where, message }) => `\n  ${where}: ${message} (${rule})`);
  const more = errors.length > 10 ? `\n  and ${errors.length - 10} more` : '';
  const problem = `does not become a valid OpenAPI 3 document that passes spec/redocly.yaml:${shown.join('')}${more}`;
  const correction = 'Mend the overlay, or add a rule in scripts/pipeline/stages/rules/.';
  throw new InputError({ file, problem, correction });
}
