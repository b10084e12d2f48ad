// From the OpenAPI 3 document to the files of generated/, in a folder of their own: the generator
// with our request template, then what its output needs to compile and to read well.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  /** The folder of our templates, `request.ts` among them. */
  templates: string;
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
  const { directory, templates } = options;
  const { input, wireNames } = generatorInput(document);
  await mkdir(directory, { recursive: true });
  await generate({
    input,
    output: directory,
    httpClient: 'node',
    clientName: 'TigerConnectApi',
    useOptions: true,
    useUnionTypes: true,
    request: join(templates, 'request.ts'),
  });
  writeFileSync(join(directory, 'core', 'parameterStyles.ts'), parameterStylesModule(document));
  const core = join(directory, 'core');
  // Ours end a request by a signal, and a plain promise is all that their callers need.
  rmSync(join(core, 'CancelablePromise.ts'));
  // The templates are right as they are.
  rmSync(join(core, 'request.ts'));
  const generated = await filesIn(directory);
  cpSync(templates, core, { recursive: true });
  const files = generated.map((name) => {
    const text = readFileSync(join(directory, name), 'utf8');
    return { name, text: mendOutput(name, text, wireNames) };
  });
  // Small files by the hundred: each wait for one would take longer than the writing.
  for (const { name, text } of await format(files)) writeFileSync(join(directory, name), text);
}
