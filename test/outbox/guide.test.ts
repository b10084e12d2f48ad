/** The blocks of the guide that need a database run on one; the others are compiled with all guides. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, expect, test } from '@jest/globals';
import pg from 'pg';

import { startSandbox } from '../../src/sandbox/index.js';
import { TigerConnect } from '../../src/index.js';
import { main } from '../cli/command.js';
import { blocksIn } from '../docs/pages.js';
import { databaseUrl } from './support.js';

const BLOCKS = blocksIn('ts').filter(
  ({ page, code }) => page === 'src/guides/outbox.md' && code.includes('DATABASE_URL'),
);

// Where its imports are found.
const folder = mkdtempSync(join(import.meta.dirname, 'guide-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** @returns the address of an empty database */
async function newDatabase(line: number): Promise<string> {
  const database = `guide_${line}`;
  const admin = new pg.Client({ connectionString: databaseUrl() });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${database}`);
  await admin.end();
  const url = new URL(databaseUrl());
  url.pathname = `/${database}`;
  return url.href;
}

test('there are such blocks', () => {
  expect(BLOCKS.length).toBeGreaterThan(1);
});

test.each(BLOCKS.map((block) => [block.line, block.code] as const))(
  'the block of line %i runs',
  async (line, code) => {
    process.env['DATABASE_URL'] = await newDatabase(line);
    await using sandbox = await startSandbox();
    const { url: baseUrl, apiKey, apiSecret } = sandbox;
    Object.assign(globalThis, { tigerconnect: new TigerConnect({ baseUrl, apiKey, apiSecret }) });
    const file = join(folder, `block-${line}.ts`);
    writeFileSync(file, `${code}\nexport {};\n`);
    await import(file);
  },
);

const SHELL = blocksIn('sh').filter(({ code }) => code.includes('npx tigerconnect outbox'));

test.each(SHELL.map((block) => [block.page, block.line, block.code] as const))(
  'the shell block of %s, line %i, runs',
  async (_, line, code) => {
    await using sandbox = await startSandbox();
    writeFileSync(
      join(folder, 'npx'),
      `#!/bin/bash\nexec ${process.execPath} ${main()} "\${@:2}"\n`,
      {
        mode: 0o755,
      },
    );
    const env = {
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      DATABASE_URL: await newDatabase(line),
      TIGERCONNECT_BASE_URL: sandbox.url,
      TIGERCONNECT_API_KEY: sandbox.apiKey,
      TIGERCONNECT_API_SECRET: sandbox.apiSecret,
    };
    const run = promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', code], {
      cwd: folder,
      env,
    });
    expect((await run).stderr).toBe('');
    expect(sandbox.messages).toHaveLength(2);
  },
);
