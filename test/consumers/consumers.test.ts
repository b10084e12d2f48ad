/** The packed package, installed as a user would: what it holds and weighs, run from ESM and CommonJS, compiled by the oldest and the newest TypeScript. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { installPackedPackage } from '../support/packed-package.js';

const run = promisify(execFile);
const root = process.cwd();
const bin = (name: string): string => path.join(root, 'node_modules/.bin', name);
/** As the README promises. */
const OLDEST_TYPESCRIPT = '4.9.5';
/** Limits with little room: to weigh more is to be decided, and told in the README. */
const BUDGET = { packed: 830_000, installed: 3_200_000, packages: 1 };

let folder: string;
let archive: string;
let packed: string[];
let installed: string[];
let server: Server;
let baseUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tigerconnect-consumers-'));
  ({ archive, files: packed, installed } = await installPackedPackage(folder));
  await cp(path.join(root, 'test/consumers'), folder, { recursive: true });
  const tools = [
    `@types/node@${await versionOf('@types/node')}`,
    `typescript@npm:typescript@${OLDEST_TYPESCRIPT}`,
  ];
  await run('npm', ['install', '--prefer-offline', ...tools], { cwd: folder });
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'TT-X-Message-Id': `token of ${request.method ?? ''}` }).end();
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`;
}, 120_000);

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true });
});

async function versionOf(name: string): Promise<string> {
  const { stdout } = await run('npm', ['pkg', 'get', `devDependencies.${name}`], { cwd: root });
  return JSON.parse(stdout) as string;
}

describe('the packed package', () => {
  test('stays within its budget of size', async () => {
    const { size } = await stat(archive);
    expect(size).toBeLessThanOrEqual(BUDGET.packed);
    expect(installed.length).toBeLessThanOrEqual(BUDGET.packages);
    let total = 0;
    for (const directory of installed) {
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      for (const entry of entries.filter((each) => each.isFile())) {
        total += (await stat(path.join(entry.parentPath, entry.name))).size;
      }
    }
    expect(total).toBeLessThanOrEqual(BUDGET.installed);
    expect(await readFile('README.md', 'utf8')).toContain(
      `at most ${BUDGET.packed / 1_000} kB packed, ${BUDGET.installed / 1_000_000} MB installed`,
    );
  });

  test.each([
    ['import', "import { TigerConnect } from 'tigerconnect-messages'"],
    ['require', "const { TigerConnect } = require('tigerconnect-messages')"],
  ])('shows its client by its name, by %s', async (how, load) => {
    const script = `${load}; console.log(new TigerConnect({ apiKey: 'key', apiSecret: 'secret' }));`;
    const type = `--input-type=${how === 'import' ? 'module' : 'commonjs'}`;
    const { stdout } = await run(process.execPath, [type, '-e', script], { cwd: folder });
    expect(stdout).toMatch(/^TigerConnect \{/);
  });

  test('runs nothing when it is installed', async () => {
    for (const directory of installed) {
      const manifest = await readFile(path.join(directory, 'package.json'), 'utf8');
      const { scripts = {} } = JSON.parse(manifest) as { scripts?: Record<string, string> };
      const hooks = ['preinstall', 'install', 'postinstall'];
      expect(hooks.filter((hook) => hook in scripts)).toEqual([]);
    }
  });

  test('is in order by publint', async () => {
    await run(bin('publint'), ['run', archive, '--strict']);
  });

  test('has types that resolve as its code does', async () => {
    // Under `node10`, which knows no exports, TypeScript finds the types of the subpaths and Node no code.
    await run(bin('attw'), [archive, '--profile', 'node16']);
  });

  test('has source maps that hold their sources', async () => {
    const maps = packed.filter((file) => file.endsWith('.js.map'));
    expect(maps).toContain('dist/src/index.js.map');
    for (const file of maps) {
      const map = await readFile(
        path.join(folder, 'node_modules/tigerconnect-messages', file),
        'utf8',
      );
      const { sources, sourcesContent } = JSON.parse(map) as Record<string, string[]>;
      expect(sourcesContent).toHaveLength(sources?.length ?? 0);
    }
  });

  test('carries what runs and nothing else', () => {
    const strangers = packed.filter(
      (file) =>
        !/^(?:dist\/(?:cjs\/)?(?:src|generated|vendor)\/.*(?:\.js|\.d\.ts|\.js\.map|THIRD-PARTY-LICENSES\.txt)|(?:dist\/cjs\/)?package\.json|LICENSE|(?:src\/guides\/|\.github\/)?[\w-]+\.md)$/.test(
          file,
        ),
    );
    expect(strangers).toEqual([]);
    expect(packed).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/src/index.d.ts']));
    // What makes the sandbox's page is no part of what serves it.
    expect(packed.filter((file) => /sandbox\/page/.test(file))).toEqual([]);
  });

  test('has every page that its pages lead to', async () => {
    const missing: string[] = [];
    for (const page of packed.filter((file) => file.endsWith('.md'))) {
      const text = await readFile(
        path.join(folder, 'node_modules/tigerconnect-messages', page),
        'utf8',
      );
      // Pictures stay in the repository: they weigh more than the pages.
      for (const [, link = ''] of text.matchAll(/(?<!!\[[^\]]*)\]\((?!\w+:|#)([^)#\s]+)/g)) {
        const target = path.join(path.dirname(page), link);
        if (!packed.includes(target)) missing.push(`${page}: ${link}`);
      }
    }
    expect(missing).toEqual([]);
    expect(packed.filter((file) => file.startsWith('src/guides/')).length).toBeGreaterThan(5);
  });

  test('tells the licence of each package that is in it', async () => {
    const folders = ['cjs/vendor', 'cjs/src/sandbox', 'vendor', 'src/sandbox', 'src/cli/vendor'];
    for (const each of folders) {
      const file = path.join(folder, `node_modules/tigerconnect-messages/dist/${each}`);
      const text = await readFile(path.join(file, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
      expect(text).toMatch(/^These files contain code of the packages below/);
      if (each.endsWith('vendor') && !each.startsWith('src')) {
        for (const name of ['node-fetch', 'libphonenumber-js', 'proxy-from-env', 'fetch-blob']) {
          expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)$`, 'm'));
        }
      }
    }
  });

  test.each(['sandbox/index.js', 'sandbox/index.cjs'])(
    'starts its sandbox and sends to it from %s',
    async (file) => {
      const env = { ...process.env, NODE_OPTIONS: '' };
      const { stdout } = await run(process.execPath, [path.join(folder, file)], { env });
      expect(stdout).toBe('hello true 2 true\n');
    },
    30_000,
  );

  test.each(['esm/index.js', 'cjs/index.cjs'])('sends a message from %s', async (file) => {
    const env = { ...process.env, BASE_URL: baseUrl, NODE_OPTIONS: '' };
    const { stdout } = await run(process.execPath, [path.join(folder, file)], { env });
    expect(stdout).toBe('token of POST\n');
  });

  test('has a command that sends, from options and from a file', async () => {
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      TIGERCONNECT_BASE_URL: baseUrl,
      TIGERCONNECT_API_KEY: 'key',
      TIGERCONNECT_API_SECRET: 'secret',
    };
    const command = path.join(folder, 'node_modules/.bin/tigerconnect');
    const to = ['send', '--to', 'nurse@ward.example', '--body', 'Bed 12'];
    expect((await run(command, to, { env })).stdout).toBe('token of POST\n');
    await writeFile(path.join(folder, 'rows.csv'), 'to,body\nnurse@ward.example,Bed 12\n');
    const rows = await run(command, ['send', '--file', 'rows.csv'], { env, cwd: folder });
    expect(rows.stdout).toBe('1 row: 1 sent\n');
  });

  const compilers = [
    ['ts-nodenext', 'this', bin('tsc')],
    ['ts-bundler', 'this', bin('tsc')],
    ['ts-nodenext', 'the oldest', 'node_modules/.bin/tsc'],
  ] as const;

  test.each(compilers)('compiles in %s with %s TypeScript', async (project, which, compiler) => {
    const { stdout: version } = await run(compiler, ['--version'], { cwd: folder });
    expect(version.includes(OLDEST_TYPESCRIPT)).toBe(which === 'the oldest');
    const compiled = run(compiler, ['-p', path.join(folder, project)], { cwd: folder });
    await expect(compiled).resolves.toMatchObject({ stdout: '' });
  });
});
