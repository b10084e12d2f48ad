// From the OpenAPI 3 document to the files of generated/, in a folder of their own: the generator
// with our request template, then what its output needs to compile and to read well.
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { generate } from 'openapi-typescript-codegen';

import { errorMessage, InputError } from '../../input-error.js';
import type { JsonObject } from '../../document/document.js';
import { format } from './format.js';
import { generatorInput } from './generator-input.js';
import { mendOutput } from './generator-output.js';
import { parameterStylesModule } from './parameter-styles.js';
import { filesIn } from '../../output/files.js';

export interface EmitOptions {
  /** The vendor's document, to be named when it is at fault. */
  source: string;
  /** An empty or absent folder; it becomes the content of generated/. */
  directory: string;
  /** Our request template; without one the generator's stays. */
  template?: string;
}

/** Writes the whole client; what the generator cannot make a client of is a fault of the input. */
export async function emit(document: JsonObject, options: EmitOptions): Promise<void> {
  try {
    await write(document, options);
  } catch (cause) {
    const problem = `no client can be made of it: ${errorMessage(cause)}`;
    const correction = 'Correct it there, or add a step in scripts/pipeline/stages/emit/.';
    throw new InputError({ file: options.source, problem, correction }, cause);
  }
}

async function write(document: JsonObject, options: EmitOptions): Promise<void> {
  const { directory, template } = options;
  const { input, wireNames } = generatorInput(document);
  await mkdir(directory, { recursive: true });
  await generate({
    input,
    output: directory,
    httpClient: 'node',
    clientName: 'TigerConnectApi',
    useOptions: true,
    useUnionTypes: true,
    ...(template === undefined ? {} : { request: template }),
  });
  writeFileSync(join(directory, 'core', 'parameterStyles.ts'), parameterStylesModule(document));
  // The template is ours, and right as it is.
  const isOurs = (name: string): boolean => template !== undefined && name === 'core/request.ts';
  const generated = (await filesIn(directory)).filter((name) => !isOurs(name));
  const files = generated.map((name) => {
    const text = readFileSync(join(directory, name), 'utf8');
    return { name, text: mendOutput(name, text, wireNames) };
  });
  // Small files by the hundred: each wait for one would take longer than the writing.
  for (const { name, text } of await format(files)) writeFileSync(join(directory, name), text);
}
