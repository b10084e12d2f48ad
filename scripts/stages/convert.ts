// Swagger 2.0 to OpenAPI 3, by swagger2openapi without its patches: the normalise stage has mended
// the document by rules that leave a trace in the report, so that any complaint here is an error.
import type { OpenAPIV2 } from 'openapi-types';
import swagger2openapi from 'swagger2openapi';

import { InputError } from '../input-error.js';
import type { JsonObject } from './document.js';
import { forgetGuesses } from './untyped.js';

/** The OpenAPI 3 document; `file` is named when the converter refuses. */
export async function convert(document: JsonObject, file: string): Promise<JsonObject> {
  const input = structuredClone(document) as unknown as OpenAPIV2.Document;
  const options = { patch: false, warnOnly: false };
  const { openapi } = await swagger2openapi
    .convertObj(input, options as Parameters<typeof swagger2openapi.convertObj>[1])
    .catch((cause: unknown) => {
      const problem = `cannot be converted to OpenAPI 3: ${cause instanceof Error ? cause.message : String(cause)}`;
      const mend = 'Mend the document there, or add a rule in scripts/stages/rules/.';
      throw new InputError({ file, problem, mend }, cause);
    });
  const converted = openapi as unknown as JsonObject;
  forgetGuesses(converted);
  return converted;
}
