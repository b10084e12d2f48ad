// The generator leaves a list out of a composition unless its items are named or plain. Other items
// get a name.
import type { Json, JsonObject } from '../../document/document.js';
import { isObject, objectOf, objectsIn, remove } from '../../document/document.js';
import { nameKey, pascal, takeUnique } from '../../document/names.js';
import { visitOpenapiSchemas } from '../../document/schemas.js';
import { COMPOSITIONS } from './safe-schemas.js';

/** Makes components of the items of lists that are members of a composition. */
export function nameListMembers(input: JsonObject): void {
  const named: JsonObject = {};
  const given = objectOf(objectOf(input['components'])['schemas']);
  const taken = new Set(Object.keys(given).map(nameKey));
  visitOpenapiSchemas(input, (schema, where) => {
    for (const key of COMPOSITIONS) {
      for (const [index, member] of objectsIn(schema[key]).entries()) {
        if (member['type'] !== 'array') continue;
        member['items'] = nameItems(member['items'], `${where}/${key}/${index}`, named, taken);
        // For this the generator writes a list of anything, and keeps it.
        if (Object.keys(objectOf(member['items'])).length === 0) remove(member, 'items');
      }
    }
  });
  if (Object.keys(named).length === 0) return;
  const components = objectOf(input['components']);
  components['schemas'] = { ...given, ...named };
  input['components'] = components;
}

function nameItems(
  items: Json | undefined,
  where: string,
  named: JsonObject,
  taken: Set<string>,
): Json {
  if (!isObject(items) || items['$ref'] !== undefined) return items ?? {};
  if (!COMPOSITIONS.some((key) => key in items) && items['type'] === undefined) return {};
  if (typeof items['type'] === 'string' && !['array', 'object'].includes(items['type']))
    return items;
  const name = takeUnique(pascal(`${where.replace('#/components/schemas', '')} item`), taken);
  named[name] = items;
  return { $ref: `#/components/schemas/${name}` };
}
