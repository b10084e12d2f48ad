// Swagger 2.0 to OpenAPI 3, by swagger2openapi without its patches: the normalise stage has mended
// the document by rules that leave a trace in the report, so that any complaint here is an error.
import type { OpenAPIV2 } from 'openapi-types';
import swagger2openapi from 'swagger2openapi';

import { InputError, messageOf } from '../input-error.js';
import type { Json, JsonObject } from '../document/document.js';
import {
  dereference,
  isObject,
  objectOf,
  operationsOf,
  remove,
  textOf,
} from '../document/document.js';
import { COLLECTION_FORMAT_MARK } from '../document/marks.js';
import { forgetGuesses } from './untyped.js';

/** The OpenAPI 3 document; `file` is named when the converter refuses. */
export async function convert(document: JsonObject, file: string): Promise<JsonObject> {
  // By way of JSON: the converter refuses a document of which two places share an object.
  const input = JSON.parse(JSON.stringify(document)) as OpenAPIV2.Document;
  // With a text of its own it does not write the whole document as YAML first.
  const options = { patch: false, warnOnly: false, text: ' ' };
  const { openapi } = await swagger2openapi
    .convertObj(input, options as Parameters<typeof swagger2openapi.convertObj>[1])
    .catch((cause: unknown) => {
      const problem = `cannot be converted to OpenAPI 3: ${messageOf(cause)}`;
      const correction =
        'Mend the document there, or add a rule in scripts/pipeline/stages/rules/.';
      throw new InputError({ file, problem, correction }, cause);
    });
  const converted = openapi as unknown as JsonObject;
  ownBodies(converted);
  requireForms(converted);
  encodeForms(converted);
  forgetGuesses(converted);
  return converted;
}

/**
 * Equal bodies are one shared component after the conversion. Each operation gets its own again: an
 * overlay target must not move because another operation came to look alike.
 */
function ownBodies(document: JsonObject): void {
  for (const { operation } of operationsOf(document)) {
    const body = operation['requestBody'];
    if (isObject(body)) operation['requestBody'] = structuredClone(dereference(document, body));
  }
  const components = objectOf(document['components']);
  remove(components, 'requestBodies');
  if (Object.keys(components).length === 0) remove(document, 'components');
}

/** A form with a required field is required; the converter asks only its first field. */
function requireForms(document: JsonObject): void {
  for (const { operation } of operationsOf(document)) {
    const body = objectOf(operation['requestBody']);
    const forms = Object.entries(objectOf(body['content'])).filter(([type]) =>
      type.includes('form'),
    );
    if (forms.some(([, form]) => objectOf(objectOf(form)['schema'])['required'] !== undefined)) {
      body['required'] = true;
    }
  }
}

const styles: Readonly<Record<string, string>> = {
  csv: 'form',
  ssv: 'spaceDelimited',
  pipes: 'pipeDelimited',
};

/** How a list in a form is written, which the converter forgets, in OpenAPI's words where it has any. */
function encodeForms(document: JsonObject): void {
  const media = operationsOf(document).flatMap(({ operation }): Json[] =>
    Object.values(objectOf(objectOf(operation['requestBody'])['content'])),
  );
  for (const form of media.filter(isObject)) {
    for (const [name, field] of Object.entries(objectOf(objectOf(form['schema'])['properties']))) {
      const style = isObject(field)
        ? styles[textOf(field[COLLECTION_FORMAT_MARK]) ?? '']
        : undefined;
      if (!isObject(field) || style === undefined) continue;
      remove(field, COLLECTION_FORMAT_MARK);
      form['encoding'] = { ...objectOf(form['encoding']), [name]: { style, explode: false } };
    }
  }
}
