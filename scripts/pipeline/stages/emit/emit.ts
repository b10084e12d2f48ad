// From the OpenAPI 3 document to the files of generated/, in a folder of their own: the generator
// with our request template, then corrections of its output.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { generate } from 'openapi-typescript-codegen';

import { errorMessage, InputError } from '../../input-error.js';
import type { JsonObject } from '../../document/document.js';
import { REQUESTS_FILE } from '../../document/requests.js';
import { format } from './format.js';
import { generatorInput } from './generator-input.js';
import { correctOutput, typesModule } from './generator-output.js';
import { operationsModule } from './operations.js';
import { parameterStyles, parameterStylesModule } from './parameter-styles.js';
import { methodRequests, serviceMethods } from './requests.js';
import { assertShape } from './shape.js';
import { filesIn } from '../../output/files.js';

export interface EmitOptions {
  /** The vendor's document, named in errors. */
  source: string;
  /** An empty or absent folder; it becomes the content of generated/. */
  directory: string;
  /** The folder of our templates, `request.ts` among them. */
  templates: string;
}

/** Writes the whole client; an input of which the generator can make no client is an input error. */
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
  const { input, texts } = generatorInput(document);
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
  const styles = parameterStyles(document);
  writeFileSync(join(directory, 'core', 'parameterStyles.ts'), parameterStylesModule(styles));
  const core = join(directory, 'core');
  // Our template ends a request by a signal, so its callers need only a plain promise.
  rmSync(join(core, 'CancelablePromise.ts'));
  // Ours replace it, and need no correction.
  rmSync(join(core, 'request.ts'));
  const generated = await filesIn(directory);
  cpSync(templates, core, { recursive: true });
  const files = generated.map((name) => {
    const text = readFileSync(join(directory, name), 'utf8');
    return { name, text: correctOutput(name, text, texts) };
  });
  files.push({ name: 'types.ts', text: typesModule(generated) });
  const formatted = await format(files);
  const modules = assertShape(formatted, texts.all);
  const methods = serviceMethods(modules);
  const requests = methodRequests(methods, styles);
  const [operations] = await format([
    { name: 'core/operations.ts', text: operationsModule(methods, requests) },
  ]);
  if (operations === undefined) throw new Error('no module of operations was made');
  assertShape([operations], texts.all);
  writeFileSync(join(directory, REQUESTS_FILE), `${JSON.stringify(requests, undefined, 2)}\n`);
  // Synchronous: for hundreds of small files, waiting for each takes longer than writing it.
  for (const { name, text } of [...formatted, operations])
    writeFileSync(join(directory, name), text);
}
