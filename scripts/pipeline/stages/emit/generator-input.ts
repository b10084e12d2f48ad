// What the generator is given: the document in a form that it gets right. Each step works
// around a bug of openapi-typescript-codegen 0.31; none of them changes spec/openapi.json.
import type { JsonObject } from '../../document/document.js';
import {
  dereference,
  isObject,
  objectOf,
  objectsIn,
  operationsOf,
  remove,
  textAt,
} from '../../document/document.js';
import { visitOpenapiSchemas } from '../../document/schemas.js';
import { nameArguments } from './argument-names.js';
import { nameListMembers } from './list-members.js';
import { adaptSchema } from './safe-schemas.js';
import { escapeComment, escapeText } from './safe-text.js';
import { mergeSuccesses } from './successes.js';

export interface GeneratorInput {
  input: JsonObject;
  /** The names on the wire that the generator does not see, by the number that stands for each. */
  wireNames: string[];
}

/** A copy of the document for the generator. */
export function generatorInput(document: JsonObject): GeneratorInput {
  const input = structuredClone(document);
  const wireNames: string[] = [];
  inlineParameters(input);
  for (const { operation } of operationsOf(input)) {
    operation['responses'] = mergeSuccesses(objectOf(operation['responses']), input);
    nameArguments(operation, wireNames);
    escapeComments(operation);
  }
  const schemas: JsonObject[] = [];
  visitOpenapiSchemas(input, (schema) => schemas.push(schema));
  // The inner ones first: the outer depend on them.
  schemas.reverse().forEach(adaptSchema);
  nameListMembers(input);
  escapeLiterals(input);
  return { input, wireNames };
}

/** Each operation gets the parameters it shares: for a shared one the generator writes a model that nobody uses. */
function inlineParameters(input: JsonObject): void {
  for (const { item, operation } of operationsOf(input)) {
    const own = objectsIn(operation['parameters']).map((one) => dereference(input, one));
    const shared = objectsIn(item['parameters'])
      .map((one) => dereference(input, one))
      .filter(
        (one) => !own.some((other) => other['in'] === one['in'] && other['name'] === one['name']),
      );
    operation['parameters'] = structuredClone([...shared, ...own]);
    operation['requestBody'] &&= dereference(input, objectOf(operation['requestBody']));
  }
  for (const item of Object.values(objectOf(input['paths']))) {
    if (isObject(item)) remove(item, 'parameters');
  }
  remove(objectOf(input['components']), 'parameters');
}

function escapeComments(operation: JsonObject): void {
  const holders = [
    operation,
    objectOf(operation['requestBody']),
    ...objectsIn(operation['parameters']),
    ...Object.values(objectOf(operation['responses'])).filter(isObject),
  ];
  for (const holder of holders) {
    for (const key of ['summary', 'description']) {
      const text = holder[key];
      if (typeof text === 'string') holder[key] = escapeComment(text);
    }
  }
}

/** The generator puts paths, the server and the version between quotation marks without escaping them. */
function escapeLiterals(input: JsonObject): void {
  const paths = Object.entries(objectOf(input['paths']));
  input['paths'] = Object.fromEntries(
    paths.map(([path, item]) => [escapeText(path), item] as const),
  );
  const info = objectOf(input['info']);
  info['version'] = escapeText(textAt(info, 'version'));
  for (const server of objectsIn(input['servers'])) {
    if (typeof server['url'] === 'string') server['url'] = escapeText(server['url']);
  }
}
