// Reads the vendor's file as published: Swagger 2.0 in YAML or JSON, perhaps in front matter, which a
// YAML parser takes for an empty second document. There must be exactly one document.
import { readFile } from 'node:fs/promises';

import type { Document, LineCounter, ParsedNode } from 'yaml';

import { errorMessage, InputError } from '../input-error.js';
import type { JsonObject } from '../document/document.js';
import { isObject } from '../document/document.js';

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

/** Parses a text that must contain exactly one YAML or JSON document, which is a mapping. */
export async function parse(file: string, text: string): Promise<JsonObject> {
  if (text.trimStart().startsWith('{')) {
    try {
      // Ten times as fast as the YAML parser, which then says where an error is.
      return JSON.parse(text) as JsonObject;
    } catch {
      // Perhaps YAML in flow style.
    }
  }
  return parseYaml(file, text);
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
