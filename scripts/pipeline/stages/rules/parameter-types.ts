// Gives every parameter but the body a type. One without any is a string, and marked, so that the
// overlay can type it or the report list it.
import type { JsonObject } from '../../document/document.js';
import { isObject, objectsIn, operationsOf } from '../../document/document.js';
import { UNTYPED_MARK } from '../../document/marks.js';
import type { Rule } from './rule.js';

/** Keys of a schema that Swagger 2.0 has in the parameter itself. */
const LIFTED_KEYS = ['type', 'format', 'items', 'enum', 'default', 'minimum', 'maximum', 'pattern'];

export const parameterTypes: Rule = {
  name: 'parameter-types',
  why: 'Swagger 2.0 requires a type for every parameter but the body; scraped documents leave it out.',
  apply(document, note) {
    for (const { operation, place } of operationsOf(document)) {
      for (const parameter of objectsIn(operation['parameters'])) {
        if (parameter['in'] === 'body' || parameter['type'] !== undefined) continue;
        const type = liftSchema(parameter) ?? inferType(parameter);
        parameter['type'] = type ?? 'string';
        if (type === undefined) parameter[UNTYPED_MARK] = true;
        else
          note(
            place,
            `${JSON.stringify(parameter['name'])} is taken as ${type}, from the rest of it`,
          );
      }
    }
  },
};

/** Moves an OpenAPI 3 schema into the parameter; gives its type. */
function liftSchema(parameter: JsonObject): string | undefined {
  const { schema } = parameter;
  if (!isObject(schema)) return undefined;
  delete parameter['schema'];
  for (const key of LIFTED_KEYS) {
    const value = schema[key];
    if (value !== undefined) parameter[key] ??= value;
  }
  return typeof parameter['type'] === 'string' ? parameter['type'] : undefined;
}

function inferType(parameter: JsonObject): string | undefined {
  if (isObject(parameter['items'])) return 'array';
  const [first] = Array.isArray(parameter['enum']) ? parameter['enum'] : [];
  if (typeof first === 'number') return 'number';
  return typeof first === 'string' || typeof first === 'boolean' ? typeof first : undefined;
}
