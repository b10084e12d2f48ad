// The report on a generation: its shape, which is also the JSON for CI, and its text for people.
import type { Comparison } from '../compare/change.js';
import { comparison } from './comparison.js';
import { paintFor } from './paint.js';
import { notes, operations, staleActions, timings, untyped, vendorFaults } from './sections.js';

/** One operation of the generated client. */
export interface ReportedOperation {
  /** Upper case: `POST`. */
  method: string;
  path: string;
  operationId: string;
  /** The generated class that holds it, say `MessageService`. */
  service: string;
}

/** A parameter or form field for which neither the vendor nor the overlay gives a type. */
export interface UntypedParameter {
  /** The operation, as `POST /message/`. */
  operation: string;
  name: string;
  /** `query`, `path`, `header`, `cookie` or `form`. */
  in: string;
}

/** Something a stage mended or could not represent. */
export interface StageNote {
  /** The stage: `read`, `normalise`, `convert`, `overlay`, `validate` or `emit`. */
  stage: string;
  /** The named rule that acted, where the stage has rules. */
  rule?: string;
  where: string;
  what: string;
}

/** A fault that the linter finds in the vendor's document: listed, never fatal. */
export interface LintFault {
  rule: string;
  where: string;
  message: string;
  severity: 'error' | 'warn';
}

/** An overlay action whose target matches nothing: the document moved under it. */
export interface StaleAction {
  /** Position among the overlay's actions, from 1. */
  number: number;
  target: string;
  description?: string;
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
  vendorFaults: LintFault[];
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
    vendorFaults(report, paint),
    comparison(report.comparison, paint),
    staleActions(report, paint),
    timings(report, paint),
  ];
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `\n${texts.join('\n\n')}\n`;
}
