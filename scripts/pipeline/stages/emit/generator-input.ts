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
} from '../../document/document.js';
import { openapiSchemas } from '../../document/schemas.js';
import { nameArguments } from './argument-names.js';
import { nameListMembers } from './list-members.js';
import { adaptSchema, placeRequired } from './safe-schemas.js';
import { markTexts } from './mark-texts.js';
import { mergeSuccesses } from './successes.js';
import { Texts } from './texts.js';

export interface GeneratorInput {
  input: JsonObject;
  /** The document's texts, for which marks stand in the input. */
  texts: Texts;
}

/** A copy of the document for the generator. */
export function generatorInput(document: JsonObject): GeneratorInput {
  const input = structuredClone(document);
  const texts = new Texts();
  inlineParameters(input);
  for (const { operation } of operationsOf(input)) {
    operation['responses'] = mergeSuccesses(objectOf(operation['responses']), input);
    nameArguments(operation, texts);
  }
  const schemas = [...openapiSchemas(input)];
  // The inner ones first: the outer depend on them.
  schemas.reverse().forEach(adaptSchema);
  // All of them first: a part that is composed itself is told by its new form.
  for (const schema of openapiSchemas(input)) placeRequired(schema, input);
  nameListMembers(input);
  markTexts(input, texts);
  return { input, texts };
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
