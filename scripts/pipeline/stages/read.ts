// Reads the vendor's file as published: Swagger 2.0 in YAML or JSON, perhaps in front matter, which a
// YAML parser takes for an empty second document. There must be exactly one document.
import { readFile } from 'node:fs/promises';

import type { Document, LineCounter, ParsedNode } from 'yaml';

import { errorMessage, InputError } from '../input-error.js';
import type { JsonObject } from '../document/document.js';
import { isObject } from '../document/document.js';
import { printable } from '../document/printable.js';
import type { DocumentProblem } from './inspect.js';
import { inspect, inspectSize } from './inspect.js';

/** A vendor document and the file it came from. */
export interface VendorDocument {
  file: string;
  /** The file's text, without a byte order mark. */
  text: string;
  document: JsonObject;
}

/** Reads a file that must contain one Swagger 2.0 document. */
export async function read(file: string): Promise<VendorDocument> {
  const text = await readText(file);
  const document = await parse(file, text);
  await assertNone(inspect(document), file, text);
  if (document['swagger'] !== '2.0' && document['swagger'] !== 2)
    throw versionError(file, document);
  return { file, text, document };
}

/** The text of a UTF-8 file, without a byte order mark. */
export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new InputError(
      {
        file,
        problem: 'cannot be read',
        correction: 'Check the path; it must name a readable file.',
      },
      cause,
    );
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InputError(
      { file, problem: 'is not UTF-8 text', correction: 'Save the document as UTF-8.' },
      cause,
    );
  }
}

async function assertNone(
  found: DocumentProblem | undefined,
  file: string,
  text: string,
): Promise<void> {
  if (found === undefined) return;
  const { path, problem, correction } = found;
  const place = path.length === 0 ? 'the document' : printable(path.join(' '));
  // In a document nested too deeply the parser finds no line either.
  const line = path.length === 0 ? undefined : await lineAt(text, path).catch(() => undefined);
  throw new InputError({ file, line, problem: `${place} ${problem}`, correction });
}

/** Parses a text that must contain exactly one YAML or JSON document, which is a mapping. */
export async function parse(file: string, text: string): Promise<JsonObject> {
  await assertNone(inspectSize(text), file, text);
  if (text.trimStart().startsWith('{')) {
    try {
      // Ten times as fast as the YAML parser, which then says where an error is.
      const document = JSON.parse(text) as JsonObject;
      // It keeps the last of two equal keys, and says nothing.
      if (keysIn(document) === keysWritten(text)) return document;
    } catch {
      // Perhaps YAML in flow style.
    }
  }
  try {
    return await parseYaml(file, text);
  } catch (cause) {
    // The parser gives a text that it cannot take, because of its depth, as an error of the text.
    if (!errorMessage(cause).includes('call stack')) throw cause;
    const problem = 'is nested too many levels deep to be parsed';
    throw new InputError({ file, problem, correction: 'Use definitions.' }, cause);
  }
}

function keysIn(document: JsonObject): number {
  let count = 0;
  const waiting: unknown[] = [document];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const below = Object.values(value);
    if (!Array.isArray(value)) count += below.length;
    for (const each of below) waiting.push(each);
  }
  return count;
}

/** How many keys a JSON text writes. */
function keysWritten(text: string): number {
  let count = 0;
  for (const [found] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"\s*:?/g)) {
    if (found.endsWith(':')) count++;
  }
  return count;
}

async function parseYaml(file: string, text: string): Promise<JsonObject> {
  const { LineCounter, parseAllDocuments } = await import('yaml');
  const lines = new LineCounter();
  const options = { lineCounter: lines, merge: true, logLevel: 'silent' } as const;
  const documents = [...parseAllDocuments(text, options)] as Document.Parsed[];
  const [first, second] = documents.filter((document) => !isEmpty(document));
  const error = first?.errors[0];
  if (error !== undefined) {
    const problem = `is not valid YAML: ${error.message.split('\n')[0] ?? ''}`;
    const correction = 'Correct the document at this line, or fetch it again if it is incomplete.';
    throw new InputError({ file, line: error.linePos?.[0].line, problem, correction });
  }
  if (first === undefined) {
    const correction = 'Give a file that contains a Swagger 2.0 document.';
    throw new InputError({ file, line: 1, problem: 'contains no document', correction });
  }
  if (second !== undefined) {
    const line = firstLine(second, lines);
    const correction = `Keep one document in the file; the second one starts at line ${line}.`;
    throw new InputError({ file, line, problem: 'contains a second document', correction });
  }
  return toMapping(file, first, lines);
}

/** The line on which a part of a YAML text stands; undefined when it has no such part. */
export async function lineAt(
  text: string,
  path: readonly (string | number)[],
): Promise<number | undefined> {
  const { isNode, LineCounter, parseAllDocuments } = await import('yaml');
  const lines = new LineCounter();
  const [document] = [...parseAllDocuments(text, { lineCounter: lines, logLevel: 'silent' })];
  const node: unknown = document?.getIn(path, true);
  return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
}

function isEmpty(document: Document.Parsed): boolean {
  const { contents } = document as { contents: ParsedNode | null };
  return (
    document.errors.length === 0 &&
    (contents === null || ('value' in contents && contents.value === null))
  );
}

function firstLine(document: Document.Parsed, lines: LineCounter): number {
  const { contents } = document as { contents: ParsedNode | null };
  return lines.linePos(contents?.range[0] ?? document.range[0]).line;
}

function toMapping(file: string, document: Document.Parsed, lines: LineCounter): JsonObject {
  let value: unknown;
  try {
    // Through JSON, so that places that share an anchor do not share an object.
    value = JSON.parse(JSON.stringify(document.toJS()));
  } catch (cause) {
    const problem = `cannot be resolved: ${errorMessage(cause)}`;
    throw new InputError({ file, problem, correction: 'Correct its anchors and aliases.' }, cause);
  }
  if (isObject(value)) return value;
  const correction = 'Give the Swagger 2.0 document itself, not the page that shows it.';
  const line = firstLine(document, lines);
  throw new InputError({ file, line, problem: 'is not a mapping', correction });
}

function versionError(file: string, document: JsonObject): InputError {
  const version = document['openapi'] ?? document['swagger'];
  const found =
    version === undefined ? 'has no "swagger" key' : `has version ${JSON.stringify(version)}`;
  const correction = 'Give a Swagger 2.0 document, which has swagger: "2.0" at its top level.';
  return new InputError({ file, line: 1, problem: `is not Swagger 2.0: it ${found}`, correction });
}
