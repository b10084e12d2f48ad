// Gives every operation an id of its own, which becomes the name of a method.
import type { Operation } from '../../document/document.js';
import { operationsOf, textOf } from '../../document/document.js';
import { nameKey, pascal, takeUnique } from '../../document/names.js';
import type { Rule } from './rule.js';

/** Members that every generated class has. */
const CLASS_MEMBERS = ['constructor', 'httprequest'];

export const operationIds: Rule = {
  name: 'operation-ids',
  why: 'Without an id of its own an operation is named by its path without the parameters, and equal names get numbers that change with the document.',
  apply(document, note) {
    const taken = new Set(['', ...CLASS_MEMBERS]);
    const unnamed = operationsOf(document).filter((entry) => !claimId(entry, taken));
    for (const { operation, method, path, place } of unnamed) {
      const given = operation['operationId'];
      const id = takeUnique(idFromPath(method, path), taken);
      operation['operationId'] = id;
      const reason =
        given === undefined ? 'no id' : `an unusable or repeated id, ${JSON.stringify(given)}`;
      note(place, `has ${reason}; it is named "${id}"`);
    }
  },
};

/** Keeps a usable id that no other operation has; whether there is one. */
function claimId({ operation }: Operation, taken: Set<string>): boolean {
  const id = textOf(operation['operationId'])?.trim() ?? '';
  const key = nameKey(id);
  if (taken.has(key)) return false;
  taken.add(key);
  operation['operationId'] = id;
  return true;
}

/** `get /pets/{petId}/toys` becomes `getPetsByPetIdToys`. */
function idFromPath(method: string, path: string): string {
  const segments = path.split('/').map((segment) => {
    const by = segment.startsWith('{') ? 'By' : '';
    return pascal(segment) === '' ? '' : `${by}${pascal(segment)}`;
  });
  const name = segments.join('');
  return `${method}${name === '' ? 'Root' : name}`;
}
