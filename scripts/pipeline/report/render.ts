// Writes the report as text for people.
import { comparison } from './comparison.js';
import { paintFor } from './paint.js';
import type { Report } from './report.js';
import {
  notes,
  operations,
  staleActions,
  timings,
  untypedParameters,
  vendorProblems,
} from './sections.js';

export interface RenderOptions {
  /** Colour for a terminal. @default false */
  colour?: boolean;
}

/** The report as plain text for people. Long lists are cut; the JSON has all of them. */
export function renderReport(report: Report, { colour = false }: RenderOptions = {}): string {
  const paint = paintFor(colour);
  const sections = [
    operations(report, paint),
    untypedParameters(report, paint),
    notes(report, paint),
    vendorProblems(report, paint),
    comparison(report.comparison, paint),
    staleActions(report, paint),
    timings(report, paint),
  ];
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `\n${texts.join('\n\n')}\n`;
}
