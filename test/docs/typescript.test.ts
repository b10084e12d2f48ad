/** The TypeScript and JavaScript blocks of the pages compile under the repository's own options and run against a sandbox. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import ts from 'typescript';

import { TigerConnect } from '../../src/index.js';
import { startSandbox, type Sandbox } from '../../src/sandbox/index.js';
import { compilerOptions, remove, ROOT, scratch } from '../pipeline/harness.js';
import { type Block, blocksIn } from './pages.js';

/** What the blocks use without declaring it. */
const DECLARATIONS = `
declare const tigerconnect: import('../../src/index.js').TigerConnect;
declare const messages: Iterable<import('../../src/index.js').SendMessage>;
declare const messageId: string;
declare const otherId: string;
declare const connectionString: string;
declare function writeReport(): Promise<string>;
declare function pageNurse(
  messages: Pick<import('../../src/index.js').Messages, 'send'>,
  bed: number,
): Promise<string>;
declare module 'vitest' {
  export { expect, jest as vi, test } from '@jest/globals';
}
`;

const BLOCKS = [...blocksIn('ts'), ...blocksIn('js')];
const withNames = (list: Block[]): [string, Block][] =>
  list.map((block) => [`${block.page}:${block.line}`, block]);

/** The compiler's errors, by page and line. */
function diagnostics(): string[] {
  const paths = {
    'tigerconnect-messages': [join(ROOT, 'src/index.ts')],
    'tigerconnect-messages/*': [join(ROOT, 'src/transport/*.ts'), join(ROOT, 'src/*/index.ts')],
  };
  const options = { ...compilerOptions(), paths, noUnusedLocals: false, types: ['node'] };
  const host = ts.createCompilerHost(options);
  const sources = new Map(
    BLOCKS.map((block, index) => [join(ROOT, `test/docs/block-${index}.ts`), block]),
  );
  const ambient = join(ROOT, 'test/docs/given.d.ts');
  const readSource = host.getSourceFile.bind(host);
  const exists = host.fileExists.bind(host);
  host.fileExists = (file) => sources.has(file) || file === ambient || exists(file);
  host.getSourceFile = (file, target, ...rest) => {
    if (file === ambient) return ts.createSourceFile(file, DECLARATIONS, target);
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

test.each(withNames(BLOCKS.filter(({ norun }) => !norun)))('%s runs', async (_, block) => {
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
  const file = join(folder, `${block.page.replaceAll(/\W/g, '-')}-${block.line}.${block.language}`);
  // The export makes it a module, even without imports.
  writeFileSync(file, `${block.code}\nexport {};\n`);
  await import(file);
  // A block that prints an error it caught must not hide a failure here.
  expect(jest.mocked(console.error).mock.calls).toEqual([]);
  tigerconnect.close();
});
