/** The packed package, installed as a user would: run from ESM and CommonJS, compiled by two kinds of TypeScript project. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const run = promisify(execFile);
const root = process.cwd();
const TYPESCRIPT = path.join(root, 'node_modules/typescript/bin/tsc');

let folder: string;
let packed: string[];
let server: Server;
let baseUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tigerconnect-consumers-'));
  await run('npm', ['run', 'build'], { cwd: root });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: root,
  });
  const [tarball] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  if (!tarball) throw new Error('npm pack named no file');
  packed = tarball.files.map((file) => file.path);
  await cp(path.join(root, 'test/consumers'), folder, { recursive: true });
  await cp(path.join(root, '.npmrc'), path.join(folder, '.npmrc'));
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module", "private": true }');
  const archive = `./${tarball.filename}`;
  const nodeTypes = `@types/node@${await versionOf('@types/node')}`;
  await run('npm', ['install', '--prefer-offline', archive, nodeTypes], { cwd: folder });
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
  test('carries what runs and nothing else', () => {
    const strangers = packed.filter(
      (file) =>
        !/^(?:dist\/(?:src|generated)\/.*\.(?:js|d\.ts|js\.map)|dist\/src\/(?:cli|sandbox)\/THIRD-PARTY-LICENSES\.txt|package\.json|LICENSE|README\.md|CHANGELOG\.md)$/.test(
          file,
        ),
    );
    expect(strangers).toEqual([]);
    expect(packed).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/src/index.d.ts']));
    // What makes the sandbox's page is no part of what serves it.
    expect(packed.filter((file) => /sandbox\/page/.test(file))).toEqual([]);
  });

  test('installs nothing for the sandbox and the command', async () => {
    const { stdout } = await run('npm', ['ls', '--all', '--parseable'], { cwd: folder });
    expect(stdout).not.toMatch(
      /node_modules\/(?:hono|@hono|ajv|openapi-backend|lodash|commander|csv-parse|cli-progress)\b/,
    );
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

  test.each(['ts-nodenext', 'ts-bundler'])(
    'compiles in %s',
    async (project) => {
      await expect(
        run(process.execPath, [TYPESCRIPT, '-p', path.join(folder, project)]),
      ).resolves.toMatchObject({ stdout: '' });
    },
    60_000,
  );
});
