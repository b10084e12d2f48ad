/** The blocks of the guide that need a database run on one; the others are compiled with all guides. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, expect, test } from '@jest/globals';
import pg from 'pg';

import { startSandbox } from '../../src/sandbox/index.js';
import { TigerConnect } from '../../src/index.js';
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

test('there are such blocks', () => {
  expect(BLOCKS.length).toBeGreaterThan(1);
});

test.each(BLOCKS.map((block) => [block.line, block.code] as const))(
  'the block of line %i runs',
  async (line, code) => {
    const database = `guide_${line}`;
    const admin = new pg.Client({ connectionString: databaseUrl() });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${database}`);
    await admin.end();
    const url = new URL(databaseUrl());
    url.pathname = `/${database}`;
    process.env['DATABASE_URL'] = url.href;
    await using sandbox = await startSandbox();
    const { url: baseUrl, apiKey, apiSecret } = sandbox;
    Object.assign(globalThis, { tigerconnect: new TigerConnect({ baseUrl, apiKey, apiSecret }) });
    const file = join(folder, `block-${line}.ts`);
    writeFileSync(file, `${code}\nexport {};\n`);
    await import(file);
  },
);
