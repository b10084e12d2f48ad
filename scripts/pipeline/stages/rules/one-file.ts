// Refuses references to other files: their content is not at hand, and to guess it would make a wrong client.
import type { Json, JsonObject } from '../../document/document.js';
import { isObject } from '../../document/document.js';
import { isToAnotherFile } from './references.js';
import { RefusedPart, type Rule } from './rule.js';

export const oneFile: Rule = {
  name: 'one-file',
  why: 'A document that is only a part of another cannot be generated from: what is missing would be guessed.',
  apply(document) {
    visit(document, document, []);
  },
};

function visit(document: JsonObject, value: Json, path: (string | number)[]): void {
  if (Array.isArray(value)) {
    value.forEach((entry, index) => {
      visit(document, entry, [...path, index]);
    });
  }
  if (!isObject(value)) return;
  for (const [key, part] of Object.entries(value)) {
    const isReference = key === '$ref' && typeof part === 'string';
    if (isReference && isToAnotherFile(document, part)) refuse([...path, key], part);
    visit(document, part, [...path, key]);
  }
}

function refuse(path: (string | number)[], reference: string): never {
  const problem = `refers to another file, ${JSON.stringify(reference)}`;
  const correction =
    'Bundle the document into one file first; only references within it are followed.';
  throw new RefusedPart(path, problem, correction);
}
