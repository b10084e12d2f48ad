// An id for every operation that is its alone, since it becomes the name of a method.
import type { Operation } from '../../document/document.js';
import { operationsOf, textOf } from '../../document/document.js';
import { nameKey, pascal, takeUnique } from '../../document/names.js';
import type { Rule } from './rule.js';

/** Members every generated class has. */
const members = ['constructor', 'httprequest'];

export const operationIds: Rule = {
  name: 'operation-ids',
  why: 'Without its own id an operation is named by its path less the parameters, and clashes get numbers that move with the document.',
  apply(document, note) {
    const taken = new Set(['', ...members]);
    const unnamed = operationsOf(document).filter((entry) => !keepsItsId(entry, taken));
    for (const { operation, method, path, place } of unnamed) {
      const given = operation['operationId'];
      const id = takeUnique(idFromPath(method, path), taken);
      operation['operationId'] = id;
      const reason =
        given === undefined ? 'no id' : `an id that is taken or no name, ${JSON.stringify(given)}`;
      note(place, `has ${reason}; it is called "${id}"`);
    }
  },
};

function keepsItsId({ operation }: Operation, taken: Set<string>): boolean {
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
