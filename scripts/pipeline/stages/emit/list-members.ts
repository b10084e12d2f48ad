// The generator leaves a list of anything but named or plain items out of a composition. Such items
// get a name of their own.
import type { Json, JsonObject } from '../../document/document.js';
import { isObject, objectOf, objectsIn, remove } from '../../document/document.js';
import { nameKey, pascal, takeUnique } from '../../document/names.js';
import { visitOpenapiSchemas } from '../../document/schemas.js';

const compositions = ['allOf', 'oneOf', 'anyOf'];

/** Makes components of the items of lists that are members of a composition. */
export function nameListMembers(input: JsonObject): void {
  const named: JsonObject = {};
  const given = objectOf(objectOf(input['components'])['schemas']);
  const taken = new Set(Object.keys(given).map(nameKey));
  visitOpenapiSchemas(input, (schema, where) => {
    for (const key of compositions) {
      for (const [index, member] of objectsIn(schema[key]).entries()) {
        if (member['type'] !== 'array') continue;
        member['items'] = namedItems(member['items'], `${where}/${key}/${index}`, named, taken);
        // Of this the generator makes a list of anything, and keeps it.
        if (Object.keys(objectOf(member['items'])).length === 0) remove(member, 'items');
      }
    }
  });
  if (Object.keys(named).length === 0) return;
  const components = objectOf(input['components']);
  components['schemas'] = { ...given, ...named };
  input['components'] = components;
}

function namedItems(
  items: Json | undefined,
  where: string,
  named: JsonObject,
  taken: Set<string>,
): Json {
  if (!isObject(items) || items['$ref'] !== undefined) return items ?? {};
  if (!compositions.some((key) => key in items) && items['type'] === undefined) return {};
  if (typeof items['type'] === 'string' && !['array', 'object'].includes(items['type']))
    return items;
  const name = takeUnique(pascal(`${where.replace('#/components/schemas', '')} item`), taken);
  named[name] = items;
  return { $ref: `#/components/schemas/${name}` };
}
