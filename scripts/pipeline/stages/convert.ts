// Converts Swagger 2.0 to OpenAPI 3 by swagger2openapi, without its own patches: the normalise stage has
// corrected the document, and the report says how. A complaint here is therefore an error.
import type { OpenAPIV2 } from 'openapi-types';
import swagger2openapi from 'swagger2openapi';

import { errorMessage, InputError } from '../input-error.js';
import type { Json, JsonObject } from '../document/document.js';
import { isObject, objectOf, operationsOf, remove, textOf } from '../document/document.js';
import { COLLECTION_FORMAT_MARK } from '../document/marks.js';
import { removeGuessedTypes } from './untyped.js';

/** The OpenAPI 3 document; the error names `file` when the converter fails. */
export async function convert(document: JsonObject, file: string): Promise<JsonObject> {
  // Through JSON: the converter refuses a document in which two places share an object.
  const input = JSON.parse(JSON.stringify(document)) as OpenAPIV2.Document;
  // Given a text, it does not write the whole document as YAML first.
  // Without `resolveInternal` it makes one component of bodies whose 32-bit hashes are equal, though the
  // bodies may differ, and refers to it by a name in which a slash is not escaped.
  const options = { patch: false, warnOnly: false, text: ' ', resolveInternal: true };
  const { openapi } = await swagger2openapi
    .convertObj(input, options as Parameters<typeof swagger2openapi.convertObj>[1])
    .catch((cause: unknown) => {
      const problem = `cannot be converted to OpenAPI 3: ${errorMessage(cause)}`;
      const correction = 'Correct it there, or add a rule in scripts/pipeline/stages/rules/.';
      throw new InputError({ file, problem, correction }, cause);
    });
  const converted = openapi as unknown as JsonObject;
  requireForms(converted);
  encodeForms(converted);
  removeGuessedTypes(converted);
  return converted;
}

/** A form with a required field is required; the converter looks only at its first field. */
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

const STYLES: Readonly<Record<string, string>> = {
  csv: 'form',
  ssv: 'spaceDelimited',
  pipes: 'pipeDelimited',
};

/** Restores how a list in a form is written, which the converter drops, where OpenAPI has a word for it. */
function encodeForms(document: JsonObject): void {
  const media = operationsOf(document).flatMap(({ operation }): Json[] =>
    Object.values(objectOf(objectOf(operation['requestBody'])['content'])),
  );
  for (const form of media.filter(isObject)) {
    for (const [name, field] of Object.entries(objectOf(objectOf(form['schema'])['properties']))) {
      const style = isObject(field)
        ? STYLES[textOf(field[COLLECTION_FORMAT_MARK]) ?? '']
        : undefined;
      if (!isObject(field) || style === undefined) continue;
      remove(field, COLLECTION_FORMAT_MARK);
      form['encoding'] = { ...objectOf(form['encoding']), [name]: { style, explode: false } };
    }
  }
}
