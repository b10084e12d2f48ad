/** The rights that the guide asks for are enough, and no others are used. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, expect, test } from '@jest/globals';

import { createOutbox, type Outbox, type OutboxEvent } from '../../src/outbox/index.js';
import { blocksIn } from '../docs/pages.js';
import { ACCEPTING } from './bench/message.js';
import { databaseUrl, MESSAGE, pool, setUp, untilState } from './support.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

/** A role that may connect, and nothing else. @returns its name, and the address of the database for it */
async function makeRole(): Promise<{ role: string; url: string }> {
  const role = `role_${randomUUID().replaceAll('-', '')}`;
  await pool().query(`CREATE ROLE ${role} LOGIN`);
  cleanUp.push(() => pool().query(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`));
  const url = new URL(databaseUrl());
  url.username = role;
  return { role, url: url.href };
}

/** An outbox of that role on a service that accepts everything, and what it is told. */
async function outboxFor(
  connectionString: string,
  schema: string,
  migrate: boolean,
): Promise<{ outbox: Outbox; events: OutboxEvent[] }> {
  const events: OutboxEvent[] = [];
  const outbox = createOutbox({
    connectionString,
    schema,
    migrate,
    heartbeat: 10,
    orderingSecret: 's',
    client: ACCEPTING,
    onEvent: (event) => events.push(event),
  });
  cleanUp.push(() => outbox.stop());
  return { outbox: await outbox.start(), events };
}

/** All that an outbox does, for as long as dead workers are looked for and old rows are deleted. */
async function useEverything(outbox: Outbox): Promise<void> {
  const [sent, cancelled] = await outbox.enqueue([MESSAGE, MESSAGE]);
  const ordered = await outbox.enqueue(MESSAGE, { ordered: 'recipient' });
  await outbox.cancel([cancelled?.requestId ?? '']);
  await outbox.work();
  for (const id of [sent?.requestId ?? '', ordered.requestId]) await untilState(outbox, id, 'sent');
  await outbox.replay([ordered.requestId]);
  expect(await outbox.list({ state: 'sent' })).toHaveLength(2);
  expect(await outbox.counts()).toMatchObject({ sent: 2, cancelled: 1 });
  await sleep(12_000);
}

test('a role that owns the schema makes the tables, and works', async () => {
  const { role, url } = await makeRole();
  await pool().query(`CREATE SCHEMA ${role} AUTHORIZATION ${role}`);
  const { outbox, events } = await outboxFor(url, role, true);
  await useEverything(outbox);
  expect(events.filter(({ type }) => type === 'error')).toEqual([]);
}, 40_000);

test('a role with the rights of the guide uses the tables that another one made', async () => {
  const { schema } = await setUp();
  const { role, url } = await makeRole();
  const block = blocksIn('sh').find(({ code }) => code.includes('GRANT USAGE'));
  const grants = [...(block?.code ?? '').matchAll(/-c '(GRANT [^']+)'/g)].map(([, grant = '']) =>
    grant.replaceAll('tigerconnect_outbox', schema).replaceAll('ward_app', role),
  );
  expect(grants.length).toBeGreaterThan(1);
  for (const grant of grants) await pool().query(grant);
  const { outbox, events } = await outboxFor(url, schema, false);
  await useEverything(outbox);
  expect(events.filter(({ type }) => type === 'error')).toEqual([]);
}, 40_000);

test('a role without a right says which failed, by its code', async () => {
  const { schema } = await setUp();
  const { role, url } = await makeRole();
  await pool().query(`GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
  await expect(outboxFor(url, schema, false)).rejects.toMatchObject({
    code: 'outbox',
    databaseCode: '42501',
  });
});
