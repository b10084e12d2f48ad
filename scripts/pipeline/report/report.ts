// The report on a generation: its shape, which is also the JSON for CI, and its text for people.
import type { Comparison } from '../compare/change.js';
import type { StageNote } from '../stages/note.js';
import type { StaleAction } from '../stages/overlay.js';
import type { UntypedParameter } from '../stages/untyped.js';
import type { LintProblem } from '../stages/validate/validate.js';
import { comparison } from './comparison.js';
import { paintFor } from './paint.js';
import { notes, operations, staleActions, timings, untyped, vendorProblems } from './sections.js';

/** One operation of the generated client. */
export interface ReportedOperation {
  /** Upper case: `POST`. */
  method: string;
  path: string;
  operationId: string;
  /** The generated class that holds it, say `MessageService`. */
  service: string;
}

/** How long a stage took, in milliseconds. */
export interface StageTiming {
  stage: string;
  ms: number;
}

/** Everything a generation has to say. Equal input gives an equal report, `timings` apart. */
export interface Report {
  operations: ReportedOperation[];
  untyped: UntypedParameter[];
  notes: StageNote[];
  vendorProblems: LintProblem[];
  staleActions: StaleAction[];
  comparison: Comparison;
  timings: StageTiming[];
}

export interface RenderOptions {
  /** Colour for a terminal. @default false */
  colour?: boolean;
}

/** The report as plain text for people. Long lists are cut; the JSON has them whole. */
export function renderReport(report: Report, { colour = false }: RenderOptions = {}): string {
  const paint = paintFor(colour);
  const sections = [
    operations(report, paint),
    untyped(report, paint),
    notes(report, paint),
    vendorProblems(report, paint),
    comparison(report.comparison, paint),
    staleActions(report, paint),
    timings(report, paint),
  ];
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `\n${texts.join('\n\n')}\n`;
}
