/** The TypeScript of the pages: each block compiles under the repository's own options, and runs against a sandbox. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import ts from 'typescript';

import { TigerConnect } from '../../src/index.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { compilerOptions, remove, ROOT, scratch } from '../pipeline/harness.js';
import { type Block, blocksIn } from './pages.js';

/** What the pages take for granted where they do not say. */
const given = `
declare const tigerconnect: import('../../src/index.js').TigerConnect;
declare const messages: Iterable<import('../../src/index.js').SendMessage>;
declare const messageId: string;
declare const otherId: string;
declare function writeReport(): Promise<string>;
`;

const typescript = blocksIn('ts');
const named = (list: Block[]): [string, Block][] =>
  list.map((block) => [`${block.page}:${block.line}`, block]);

/** What the compiler says of each block, by the line of its page. */
function diagnostics(): string[] {
  const paths = {
    'tigerconnect-messages': [join(ROOT, 'src/index.ts')],
    'tigerconnect-messages/*': [join(ROOT, 'src/transport/*.ts'), join(ROOT, 'src/*/index.ts')],
  };
  const options = { ...compilerOptions(), paths, noUnusedLocals: false, types: ['node'] };
  const host = ts.createCompilerHost(options);
  const sources = new Map(
    typescript.map((block, index) => [join(ROOT, `test/docs/block-${index}.ts`), block]),
  );
  const ambient = join(ROOT, 'test/docs/given.d.ts');
  const readSource = host.getSourceFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.fileExists = (file) => sources.has(file) || file === ambient || exists(file);
  host.getSourceFile = (file, target, ...rest) => {
    if (file === ambient) return ts.createSourceFile(file, given, target);
    const block = sources.get(file);
    if (block === undefined) return readSource(file, target, ...rest);
    return ts.createSourceFile(file, `${block.code}\nexport {};`, target);
  };
  const program = ts.createProgram(
    [ambient, join(ROOT, 'src/transport/proxy-from-env.d.ts'), ...sources.keys()],
    options,
    host,
  );
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const block = sources.get(file?.fileName ?? '');
    const line = file === undefined ? 0 : ts.getLineAndCharacterOfPosition(file, start).line;
    const where = `${block?.page ?? file?.fileName ?? ''}:${(block?.line ?? 1) + line}`;
    return `${where}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

test('each block compiles', () => {
  expect(diagnostics()).toEqual([]);
});

let folder: string;
let sandbox: Sandbox;
let before: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await scratch();
});

afterAll(async () => {
  await remove(folder);
});

beforeEach(async () => {
  sandbox = await startSandbox({ apiKey: 'your key', apiSecret: 'your secret' });
  before = process.env;
  process.env = {
    ...before,
    TIGERCONNECT_BASE_URL: sandbox.url,
    TIGERCONNECT_API_KEY: sandbox.apiKey,
    TIGERCONNECT_API_SECRET: sandbox.apiSecret,
  };
  for (const method of ['log', 'error', 'debug', 'warn'] as const) {
    jest.spyOn(console, method).mockImplementation(() => undefined);
  }
});

afterEach(async () => {
  jest.restoreAllMocks();
  process.env = before;
  await sandbox.close();
});

test.each(named(typescript.filter(({ norun }) => !norun)))('%s runs', async (_, block) => {
  const tigerconnect = new TigerConnect();
  const message = { to: 'nurse@ward.example', body: 'x' };
  const [first, second] = [
    await tigerconnect.messages.send(message),
    await tigerconnect.messages.send(message),
  ];
  Object.assign(globalThis, {
    tigerconnect,
    messages: [message],
    messageId: first.messageId,
    otherId: second.messageId,
    writeReport: () => Promise.resolve('written'),
  });
  const file = join(folder, `${block.page.replaceAll(/\W/g, '-')}-${block.line}.ts`);
  // A module also where it imports nothing.
  writeFileSync(file, `${block.code}\nexport {};\n`);
  await import(file);
  // What it prints for a failure that it foresees would hide one that it does not.
  expect(jest.mocked(console.error).mock.calls).toEqual([]);
  tigerconnect.close();
});
