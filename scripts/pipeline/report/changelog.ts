// Writes a comparison into the Unreleased part of a changelog in the form of Keep a Changelog. Pure;
// every line outside that part stays as it was, to the byte.
import type { Change } from '../compare/change.js';
import { printableTexts } from '../document/printable.js';
import { type ChangeGroup, groupChanges } from './group.js';
import { codeSpan, escapeMarkdown } from './markdown.js';

const TITLES = { added: 'Added', changed: 'Changed', removed: 'Removed' } as const;

/** The order of Keep a Changelog. */
const ORDER = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

/** What stands under a heading of the third level; the lines before the first have no title. */
interface Part {
  title: string | undefined;
  lines: string[];
}

const NEW_FILE = '# Changelog\n\n## [Unreleased]\n';

/** Adds an entry for each change; one that is there already is not added again. */
export function addToChangelog(changelog: string, changes: readonly Change[]): string {
  const { before, section, after, end } = splitChangelog(changelog === '' ? NEW_FILE : changelog);
  const known = new Set(section.map((line) => line.trim()));
  const placed = printableTexts(changes).map((each) => ({ ...each, where: placeFor(each) }));
  const added = groupChanges(placed).filter((group) => !known.has(entryFor(group)));
  if (added.length === 0) return changelog;
  const parts = splitSection(section);
  for (const group of added) partFor(parts, TITLES[group.kind]).lines.push(entryFor(group) + end);
  const lines = parts.flatMap(({ title, lines: own }) =>
    title === undefined ? own : [end, `### ${title}${end}`, end, ...own],
  );
  return [...before, ...lines, ...(after.length > 0 ? [end, ...after] : [])].join('');
}

function entryFor({ breaking, places, what, why }: ChangeGroup): string {
  const words = escapeMarkdown(`${what} ${why}`);
  return `- ${breaking ? '**Breaking:** ' : ''}${places.join(', ')}: ${words}`;
}

/** By what users write, where there is something; of a whole operation the path too. */
function placeFor({ where, call, argument }: Change): string {
  if (call === undefined) return codeSpan(where);
  const [, part, ...parts] = where.split(' · ');
  if (part !== undefined) return codeSpan([call, argument ?? part, ...parts].join(' · '));
  if (/^schema | \(TypeScript\)$/.test(where)) return codeSpan(call);
  return `${codeSpan(call)} (${codeSpan(where)})`;
}

interface Pieces {
  before: string[];
  /** The Unreleased part, from its heading on. */
  section: string[];
  after: string[];
  end: '\n' | '\r\n';
}

/** Every line keeps its line end, so that joining the lines restores the text. */
function splitChangelog(changelog: string): Pieces {
  const end = changelog.includes('\r\n') ? '\r\n' : '\n';
  const text = changelog.endsWith('\n') ? changelog : changelog + end;
  const lines = text.match(/[^\n]*\n/g) ?? [];
  const start = lines.findIndex((line) => /^## +\[?unreleased\]?/i.test(line));
  if (start < 0) return addSection(lines, end);
  const length = lines.slice(start + 1).findIndex(endsSection);
  const stop = length < 0 ? lines.length : start + 1 + length;
  const section = lines.slice(start, stop);
  return { before: lines.slice(0, start), section, after: lines.slice(stop), end };
}

/** The next release, or the link targets at the foot of the file. */
function endsSection(line: string): boolean {
  return /^## |^\[[^\]]+\]:\s/.test(line);
}

function addSection(lines: string[], end: Pieces['end']): Pieces {
  const first = lines.findIndex(endsSection);
  const at = first < 0 ? lines.length : first;
  const before = lines.slice(0, at);
  const gap = (before.at(-1) ?? '').trim() === '' ? [] : [end];
  return {
    before: [...before, ...gap],
    section: [`## [Unreleased]${end}`],
    after: lines.slice(at),
    end,
  };
}

function splitSection(section: readonly string[]): Part[] {
  const parts: Part[] = [{ title: undefined, lines: [] }];
  for (const line of section) {
    const title = /^### +(.*?)\s*$/.exec(line)?.[1];
    if (title === undefined) parts.at(-1)?.lines.push(line);
    else parts.push({ title, lines: [] });
  }
  return parts.map(({ title, lines }) => ({ title, lines: trimBlankLines(lines) }));
}

/** Without the blank lines around them, which are written anew between the parts. */
function trimBlankLines(lines: string[]): string[] {
  const hasText = (line: string): boolean => line.trim() !== '';
  const first = lines.findIndex(hasText);
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(hasText) + 1);
}

function partFor(parts: Part[], title: string): Part {
  const known = parts.find((part) => part.title === title);
  if (known) return known;
  const rank = ORDER.indexOf(title);
  const later = parts.findIndex((part) => ORDER.indexOf(part.title ?? '') > rank);
  const part: Part = { title, lines: [] };
  parts.splice(later < 0 ? parts.length : later, 0, part);
  return part;
}
