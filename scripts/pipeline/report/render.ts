// Writes the report as text for people.
import { printableTexts } from '../document/printable.js';
import { comparison } from './comparison.js';
import { paintFor } from './paint.js';
import type { Report } from './report.js';
import {
  facade,
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
  /** From where the paths of files are shown. */
  cwd?: string;
}

/**
 * The report as plain text for people, the verdict first. Long lists are cut, and what the document says
 * is made printable; the JSON has all of it as it is.
 */
export function renderReport(
  found: Report,
  { colour = false, cwd = '/' }: RenderOptions = {},
): string {
  const paint = paintFor(colour);
  const report = printableTexts(found);
  const sections = [
    comparison(report.comparison, paint),
    facade(report, paint),
    staleActions(report, cwd, paint),
    operations(report, paint),
    // The action that gives the type may be one that does not fit.
    report.staleActions.length > 0 ? [] : untypedParameters(report, paint),
    notes(report, paint),
    vendorProblems(report, paint),
    timings(report, paint),
  ];
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `\n${texts.join('\n\n')}\n`;
}
