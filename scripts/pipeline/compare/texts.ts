// Finds the texts for people in which two parts of a document differ, each with its place. Such a text may be all
// that says what a value means, for example the unit of a number.
import { equal, type Json, type JsonObject, isObject, textAt } from '../document/document.js';
import { type Change, change } from './change.js';
import { inputLabel } from './inputs.js';
import { isForPeople, MAPS, meanTheSame, VALUES } from './meaning.js';
import { FORM_TYPES } from './request-body.js';

/** A longer text is cut to the difference and what is around it. */
const LIMIT = 150;
const AROUND = 50;

const LABELS: Readonly<Record<string, string>> = {
  properties: 'property',
  responses: 'response',
  headers: 'header',
};

interface Place {
  where: string;
  /** The keyword below which names stand, where they do. */
  map?: string;
  /** Directly in a form, whose properties are called fields. */
  form?: boolean;
}

/** One change for each text of the parts that both have. */
export function compareTexts(where: string, before: unknown, after: unknown): Change[] {
  return compareAt({ where }, before, after);
}

/** For two texts in which no rule found a difference, and no text for people differs either. */
export function sameByRules(where: string, before: unknown, after: unknown): Change {
  return change(meanTheSame(before, after) ? 'extensions-changed' : 'rewritten', where);
}

function compareAt(place: Place, old: unknown, now: unknown): Change[] {
  if (Array.isArray(old) && Array.isArray(now)) return compareLists(place, old, now);
  if (!isObject(old) || !isObject(now)) return [];
  const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...keys].flatMap((key) => {
    const [was, is] = [old, now].map((each) => (Object.hasOwn(each, key) ? each[key] : undefined));
    if (place.map !== undefined) return compareAt(placeOf(place, key), was, is);
    if (VALUES.has(key) || key.startsWith('x-')) return [];
    if (!isForPeople(key)) {
      return compareAt({ ...place, ...(MAPS.has(key) ? { map: key } : {}) }, was, is);
    }
    return equal(was, is) ? [] : [reworded(place.where, key, was, is)];
  });
}

function placeOf({ where, map = '', form = false }: Place, name: string): Place {
  const label = form && map === 'properties' ? 'form field' : LABELS[map];
  if (label !== undefined) return { where: `${where} · ${label} ${name}` };
  return { where, form: form || (map === 'content' && FORM_TYPES.includes(name)) };
}

/** Parameters by their names; other lists only where nothing came or went. */
function compareLists(place: Place, old: readonly Json[], now: readonly Json[]): Change[] {
  const named = new Map(now.filter(isParameter).map((each) => [inputLabel('', each), each]));
  return old.flatMap((each, index) => {
    if (isParameter(each)) {
      const label = inputLabel(place.where, each);
      return compareAt({ where: label }, each, named.get(inputLabel('', each)));
    }
    return old.length === now.length ? compareAt({ ...place }, each, now[index]) : [];
  });
}

function isParameter(value: Json): value is JsonObject & { in: string; name: string } {
  return isObject(value) && textAt(value, 'in') !== '' && textAt(value, 'name') !== '';
}

function reworded(where: string, part: string, old: unknown, now: unknown): Change {
  const [was, is] = [valueText(old), valueText(now)];
  return change('reworded', where, { part, old: excerpt(was, is), now: excerpt(is, was) });
}

function valueText(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}

/** The text, or what of it is not in the other one, with some words before and after. */
function excerpt(text: string, other: string): string {
  if (text.length <= LIMIT) return text;
  let start = 0;
  while (start < other.length && text[start] === other[start]) start++;
  let end = 0;
  while (end < other.length - start && text.at(-1 - end) === other.at(-1 - end)) end++;
  const from = Math.max(0, start - AROUND);
  const to = Math.min(text.length - Math.max(0, end - AROUND), from + LIMIT);
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}
