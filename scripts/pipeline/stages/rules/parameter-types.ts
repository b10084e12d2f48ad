// A type for every parameter that is not a body; one that says none is a text, and marked for the
// report until the overlay gives it a type.
import type { JsonObject } from '../../document/document.js';
import { isObject, objectsIn, operationsOf } from '../../document/document.js';
import { UNTYPED_MARK } from '../../document/marks.js';
import type { Rule } from './rule.js';

/** Keys of a schema that a parameter of Swagger 2.0 carries itself. */
const lifted = ['type', 'format', 'items', 'enum', 'default', 'minimum', 'maximum', 'pattern'];

export const parameterTypes: Rule = {
  name: 'parameter-types',
  why: 'Swagger 2.0 demands a type of every parameter but the body; scraped documents leave it out.',
  apply(document, note) {
    for (const { operation, place } of operationsOf(document)) {
      for (const parameter of objectsIn(operation['parameters'])) {
        if (parameter['in'] === 'body' || parameter['type'] !== undefined) continue;
        const type = liftSchema(parameter) ?? inferred(parameter);
        parameter['type'] = type ?? 'string';
        if (type === undefined) parameter[UNTYPED_MARK] = true;
        else
          note(place, `${JSON.stringify(parameter['name'])} is taken as ${type} by the rest of it`);
      }
    }
  },
};

/** The type of an OpenAPI 3 schema where Swagger 2.0 has none, with what belongs to it. */
function liftSchema(parameter: JsonObject): string | undefined {
  const { schema } = parameter;
  if (!isObject(schema)) return undefined;
  delete parameter['schema'];
  for (const key of lifted) {
    const value = schema[key];
    if (value !== undefined) parameter[key] ??= value;
  }
  return typeof parameter['type'] === 'string' ? parameter['type'] : undefined;
}

function inferred(parameter: JsonObject): string | undefined {
  if (isObject(parameter['items'])) return 'array';
  const [first] = Array.isArray(parameter['enum']) ? parameter['enum'] : [];
  if (typeof first === 'number') return 'number';
  return typeof first === 'string' || typeof first === 'boolean' ? typeof first : undefined;
}
