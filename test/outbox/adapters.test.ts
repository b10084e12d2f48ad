/** An enqueue in the transaction of each query builder that pg-boss has an adapter for: there if it commits, and not if not. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, afterEach, expect, test } from '@jest/globals';
import { fromDrizzle, fromKnex, fromKysely, fromPrisma } from 'pg-boss';

import type { Executor } from '../../src/outbox/index.js';
import { databaseUrl, MESSAGE, pool, setUp, untilState } from './support.js';

/** Runs work in a transaction, which commits unless the work throws. */
type Transact = (work: (db: Executor) => Promise<unknown>) => Promise<unknown>;
type Work<Transaction> = (transaction: Transaction) => Promise<unknown>;

/** Installed in this folder alone, and so not known where the rest is compiled. */
const load = async <Module>(name: string): Promise<Module> => (await import(name)) as Module;

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
const folder = mkdtempSync(path.join(import.meta.dirname, '.prisma-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function drizzle(): Promise<Transact> {
  type Transaction = Parameters<typeof fromDrizzle>[0];
  type Sql = Parameters<typeof fromDrizzle>[1];
  const { sql } = await load<{ sql: Sql }>('drizzle-orm');
  const module = await load<{
    drizzle: (pool: unknown) => { transaction: (work: Work<Transaction>) => Promise<unknown> };
  }>('drizzle-orm/node-postgres');
  return (work) => module.drizzle(pool()).transaction((tx) => work(fromDrizzle(tx, sql)));
}

async function kysely(): Promise<Transact> {
  type Transaction = Parameters<typeof fromKysely>[0];
  interface Database {
    transaction: () => { execute: (work: Work<Transaction>) => Promise<unknown> };
  }
  const { Kysely, PostgresDialect } = await load<{
    Kysely: new (options: object) => Database;
    PostgresDialect: new (options: object) => object;
  }>('kysely');
  const database = new Kysely({ dialect: new PostgresDialect({ pool: pool() }) });
  return (work) => database.transaction().execute((trx) => work(fromKysely(trx)));
}

async function knex(): Promise<Transact> {
  type Transaction = Parameters<typeof fromKnex>[0];
  interface Database {
    transaction: (work: Work<Transaction>) => Promise<unknown>;
    destroy: () => Promise<void>;
  }
  const module = await load<{ default: (options: object) => Database }>('knex');
  const database = module.default({ client: 'pg', connection: databaseUrl() });
  ends.push(() => database.destroy());
  return (work) => database.transaction((trx) => work(fromKnex(trx)));
}

async function prisma(): Promise<Transact> {
  type Transaction = Parameters<typeof fromPrisma>[0];
  interface Database {
    $transaction: (work: Work<Transaction>) => Promise<unknown>;
    $disconnect: () => Promise<void>;
  }
  const schema = path.join(folder, 'schema.prisma');
  writeFileSync(
    schema,
    'generator client {\n  provider = "prisma-client"\n  output = "./client"\n}\n' +
      'datasource db {\n  provider = "postgresql"\n}\n',
  );
  const command = path.join(import.meta.dirname, 'node_modules/prisma/build/index.js');
  execFileSync(process.execPath, [command, 'generate', '--schema', schema], {
    stdio: 'ignore',
    // It would download an engine for migrations, which nothing here uses.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  });
  const { PrismaClient } = await load<{ PrismaClient: new (options: object) => Database }>(
    path.join(folder, 'client/client.ts'),
  );
  const { PrismaPg } = await load<{ PrismaPg: new (options: object) => object }>(
    '@prisma/adapter-pg',
  );
  const adapter = new PrismaPg({ connectionString: databaseUrl() });
  const database = new PrismaClient({ adapter });
  ends.push(() => database.$disconnect());
  return (work) => database.$transaction((tx) => work(fromPrisma(tx)));
}

test.each([
  ['Drizzle', drizzle],
  ['Kysely', kysely],
  ['Knex', knex],
  ['Prisma', prisma],
])('%s', async (_, open) => {
  const { outbox } = await setUp({ orderingSecret: 's' });
  const transact = await open();
  let lost = '';
  const failed = transact(async (db) => {
    lost = (await outbox.enqueue(MESSAGE, { db })).requestId;
    throw new Error('the transaction is not committed');
  });
  await expect(failed).rejects.toThrow('not committed');
  const ids: string[] = [];
  await transact(async (db) => {
    const many = await outbox.enqueue([MESSAGE, MESSAGE], { db, ordered: 'recipient' });
    const one = await outbox.enqueue({ ...MESSAGE, body: "it's $1 & ? \\ é" }, { db });
    ids.push(...many.map(({ requestId }) => requestId), one.requestId);
    expect(await outbox.status(one.requestId)).toBeUndefined();
  });
  expect(lost).not.toBe('');
  expect(await outbox.status(lost)).toBeUndefined();
  await outbox.work();
  for (const id of ids) await untilState(outbox, id, 'sent');
});
