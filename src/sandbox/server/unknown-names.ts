/** Finds names that the document does not have: they are ignored, and often misspelt. */
import type { Part } from './body.js';
import type { FormFields } from './content.js';
import type { ApiDocument } from './document.js';
import type { Operation } from './operation.js';
import { findNearName, MESSAGE_FORMAT } from './known-clients.js';
import type { Remarks } from './remarks.js';

/** A hostile request may hold hundreds of thousands of names. */
const MAX_NAMED = 10;
const MAX_LENGTH = 40;

function describe(kind: string, name: string, known: readonly string[]): string {
  const short = name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH)}…` : name;
  if (name === MESSAGE_FORMAT) return `${name} is not in the document; known clients send it`;
  const unknown = `the document has no ${kind} ${short}; it is ignored`;
  const list = name.replace(/\[\d*\]$/, '');
  if (list !== name && known.includes(list)) return `${unknown}: a list repeats the name ${list}`;
  const near = findNearName(name, known);
  return near === undefined ? unknown : `${unknown}: did you mean ${near}?`;
}

function remarkAll(
  kind: string,
  names: readonly string[],
  known: readonly string[],
  remarks: Remarks,
): void {
  const unknown = names.filter((name) => !known.includes(name));
  for (const name of unknown.slice(0, MAX_NAMED)) remarks.depart(describe(kind, name, known));
  const more = unknown.length - MAX_NAMED;
  if (more > 0) remarks.depart(`the document has no such ${kind}: ${more} more names`);
}

/** The names that a schema lists; undefined when it allows others. */
function listedNames(document: ApiDocument, { schema, reading }: Part): string[] | undefined {
  const { properties, additionalProperties, allOf, anyOf, oneOf } = document.resolve(schema);
  const isOpen = [additionalProperties, allOf, anyOf, oneOf].some((part) => part !== undefined);
  if (reading !== 'text' || isOpen || typeof properties !== 'object' || properties === null) {
    return undefined;
  }
  return Object.keys(properties);
}

export function remarkUnknownNames(
  document: ApiDocument,
  { parameters }: Operation,
  { query, form }: { readonly query: FormFields; readonly form: Part | undefined },
  remarks: Remarks,
): void {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  // The properties of an object stand in the query by their own names.
  const isOpen = inQuery.some(({ schema = {} }) => document.resolve(schema)['type'] === 'object');
  if (!isOpen) {
    const known = inQuery.map(({ name }) => name);
    remarkAll('parameter', [...query.keys()], known, remarks);
  }
  const known = form && listedNames(document, form);
  if (known === undefined || typeof form?.value !== 'object') return;
  remarkAll('field', Object.keys(form.value ?? {}), known, remarks);
}
