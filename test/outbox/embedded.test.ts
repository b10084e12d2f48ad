/** The embedded database: the same outbox in a folder of one process, without a server. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { createOutbox, FolderInUseError } from '../../src/outbox/index.js';
import { MESSAGE, setUp, until, untilState } from './support.js';

const root = mkdtempSync(path.join(tmpdir(), 'outbox-embedded-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

// Made once: that takes seconds.
const made = path.join(root, 'made');
beforeAll(async () => {
  await (await createOutbox({ folder: made }).start()).stop();
}, 120_000);
let count = 0;
function newFolder(): string {
  const folder = path.join(root, `folder-${(count += 1)}`);
  cpSync(made, folder, { recursive: true });
  return folder;
}

test('messages are enqueued, sent, counted and forgotten as on a server', async () => {
  const folder = newFolder();
  const { outbox, another, accepted } = await setUp({ folder }, ({ url }) =>
    url.includes('nobody') ? { status: 404 } : {},
  );
  const enqueued = await outbox.enqueue(Array.from({ length: 300 }, () => MESSAGE));
  const refused = await outbox.enqueue({ ...MESSAGE, to: 'nobody@ward.example' });
  const worker = await outbox.work();
  await until(async () => (await outbox.counts()).sent === 300, 60_000);
  await untilState(outbox, refused.requestId, 'failed');
  expect([...accepted].sort()).toEqual(enqueued.map(({ requestId }) => requestId).sort());
  expect(await outbox.replay([refused.requestId])).toEqual([refused.requestId]);
  await untilState(outbox, refused.requestId, 'failed');
  await worker.stop();
  await outbox.stop();
  // What is sent stays so, and nothing but the database is left in the folder.
  expect(readdirSync(folder)).toEqual(['database', 'state']);
  expect(await (await another()).counts()).toMatchObject({ sent: 300, failed: 1, queued: 0 });
}, 150_000);

test('what a process held that was killed is sent by the next, without a wait', async () => {
  const { outbox, another, schema, accepted } = await setUp({ folder: newFolder() });
  const { requestId } = await outbox.enqueue(MESSAGE);
  await outbox.transaction((db) =>
    db.executeSql(`UPDATE ${schema}.job SET state = 'active', started_on = now()`),
  );
  await outbox.stop();
  await (await another()).work();
  // Of a worker elsewhere it would be known only after its heartbeat.
  await until(() => accepted.length > 0, 8_000);
  expect(accepted).toEqual([requestId]);
}, 60_000);

test('a transaction of the database holds data and message, or neither', async () => {
  const { outbox } = await setUp({ folder: newFolder() });
  await outbox.transaction(async (db) => {
    await db.executeSql('CREATE TABLE result (bed integer)');
    await db.executeSql('INSERT INTO result VALUES ($1)', [12]);
    await outbox.enqueue(MESSAGE, { db });
  });
  const failing = outbox.transaction(async (db) => {
    await db.executeSql('INSERT INTO result VALUES (13)');
    await outbox.enqueue(MESSAGE, { db });
    throw new Error('of the caller');
  });
  await expect(failing).rejects.toThrow('of the caller');
  expect(await outbox.counts()).toMatchObject({ queued: 1 });
  const beds = await outbox.transaction((db) => db.executeSql('SELECT bed FROM result'));
  expect(beds.rows).toEqual([{ bed: 12 }]);
  // It would wait for itself for ever.
  const inside = outbox.transaction(() => outbox.enqueue(MESSAGE));
  await expect(inside).rejects.toMatchObject({ code: 'invalid_argument', field: 'db' });
  await expect(outbox.enqueue(MESSAGE)).resolves.toMatchObject({ duplicate: false });
}, 120_000);

test('a second outbox on the folder is told who has it, and gets it afterwards', async () => {
  const folder = newFolder();
  const began = Date.now();
  const first = await createOutbox({ folder }).start();
  const second = createOutbox({ folder });
  const error: unknown = await second.start().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FolderInUseError);
  expect(error).toMatchObject({ code: 'folder_in_use', folder, pid: process.pid });
  const { since = new Date(0), message } = error as FolderInUseError;
  expect(since.getTime()).toBeGreaterThanOrEqual(began);
  expect(message).toContain(`process ${process.pid} has it since ${since.toISOString()}`);
  await first.stop();
  await second.start();
  await second.stop();
}, 120_000);

test('a folder with files of somebody else is left alone', async () => {
  const folder = mkdtempSync(path.join(root, 'mine-'));
  const file = path.join(folder, 'database');
  writeFileSync(file, 'mine');
  const start = createOutbox({ folder }).start();
  await expect(start).rejects.toMatchObject({ code: 'configuration', field: 'folder' });
  expect(readFileSync(file, 'utf8')).toBe('mine');
  expect(readdirSync(folder)).toEqual(['database']);
});

test('a folder that cannot be used is named', async () => {
  const outbox = createOutbox({ folder: '/dev/null/outbox' });
  await expect(outbox.start()).rejects.toMatchObject({ code: 'configuration', field: 'folder' });
});
