/** `tigerconnect outbox status`, `list`, `counts`, `replay` and `cancel`, as processes on a real PostgreSQL. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';

import { folder, jsonLines } from '../cli/command.js';
import { newSchema, runOutbox } from './command.js';
import { MESSAGE, pool, setUp, until, untilState } from './support.js';

/** One message that is sent, one that is refused, and one that waits. */
async function threeMessages() {
  const { outbox, schema } = await setUp({}, ({ url }) =>
    url.includes('nobody') ? { status: 404 } : {},
  );
  const sent = (await outbox.enqueue(MESSAGE)).requestId;
  const failed = (await outbox.enqueue({ ...MESSAGE, to: 'nobody@ward.example' })).requestId;
  const worker = await outbox.work();
  await untilState(outbox, failed, 'failed');
  await untilState(outbox, sent, 'sent');
  await worker.stop();
  const queued = (await outbox.enqueue(MESSAGE)).requestId;
  return { outbox, sent, failed, queued, place: ['--schema', schema], schema };
}

test('status says what became of a message, for people and as JSON', async () => {
  const { failed, sent, place } = await threeMessages();
  const text = await runOutbox(['status', failed.toUpperCase(), ...place]);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toMatch(new RegExp(`^request id  ${failed}\nstate       failed\n`));
  expect(text.stdout).toMatch(/^attempts {4}1$/m);
  expect(text.stdout).toMatch(/^reason {6}refused\nlast error {2}not_found 404$/m);
  const { code, stdout } = await runOutbox(['status', '--json', sent, ...place]);
  expect(code).toBe(0);
  expect(jsonLines(stdout)).toEqual([
    expect.objectContaining({
      ...{ requestId: sent, state: 'sent', attempts: 1, duplicate: false },
      ...{ messageId: `token-${sent}`, enqueuedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    }),
  ]);
});

test('a request id that is not known is told, with exit code 1', async () => {
  const { place } = await threeMessages();
  const requestId = randomUUID();
  const text = await runOutbox(['status', requestId, ...place]);
  expect(text).toMatchObject({ code: 1, stdout: '' });
  expect(text.stderr).toBe(
    `tigerconnect: ${requestId}: the outbox does not know this request id, or no longer\n`,
  );
  const { code, stdout, stderr } = await runOutbox(['status', requestId, '--json', ...place]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(jsonLines(stdout)).toEqual([
    expect.objectContaining({ status: 'failed', code: 'not_found', requestId }),
  ]);
});

test('list shows the messages in a state, and how to see the next page', async () => {
  const { outbox, queued, failed, place } = await threeMessages();
  const { requestId: second } = await outbox.enqueue(MESSAGE);
  const text = await runOutbox(['list', '--state', 'failed', ...place]);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  const [heads = '', row = ''] = text.stdout.split('\n');
  expect(heads).toMatch(/^REQUEST ID {28}STATE {3}ATTEMPTS {2}ENQUEUED/);
  expect(row.startsWith(failed)).toBe(true);
  expect(row.indexOf('not_found 404')).toBe(heads.indexOf('LAST ERROR'));
  // An empty column says nothing.
  expect(heads).not.toContain('MESSAGE ID');

  const page = ['list', '--state', 'queued', '--limit', '1', ...place];
  const first = await runOutbox(page);
  expect(first.stdout).toContain(queued);
  expect(first.stderr).toBe(`There may be more: add --after ${queued}\n`);
  const next = await runOutbox([...page, '--after', queued, '--json']);
  expect(jsonLines(next.stdout)).toEqual([expect.objectContaining({ requestId: second })]);
  expect(next.stderr).toBe('');
  const none = await runOutbox([...page, '--after', second]);
  expect(none).toMatchObject({ code: 0, stdout: '', stderr: '' });
});

test('counts shows every state', async () => {
  const { place } = await threeMessages();
  const expected = { queued: 1, sending: 0, sent: 1, failed: 1, expired: 0, uncertain: 0 };
  const { stdout } = await runOutbox(['counts', '--json', ...place]);
  expect(jsonLines(stdout)).toEqual([{ ...expected, cancelled: 0 }]);
  const text = await runOutbox(['counts', ...place]);
  expect(text.stdout).toMatch(/^queued {5}1\nsending {4}0\nsent {7}1\n/);
});

test('replay and cancel tell of each request id what was done', async () => {
  const { outbox, sent, failed, queued, place } = await threeMessages();
  const unknown = randomUUID();
  const replayed = await runOutbox(['replay', sent, failed.toUpperCase(), unknown, ...place]);
  expect(replayed).toMatchObject({ code: 1, stdout: `${failed} replayed\n` });
  expect(replayed.stderr.split('\n')).toEqual([
    `tigerconnect: ${sent}: not replayed: it is sent`,
    `tigerconnect: ${unknown}: the outbox does not know this request id, or no longer`,
    '',
  ]);
  expect(await outbox.status(failed)).toMatchObject({ state: 'queued' });

  const cancelled = await runOutbox(['cancel', failed, queued, '--json', ...place]);
  expect(cancelled).toMatchObject({ code: 0, stderr: '' });
  expect(jsonLines(cancelled.stdout)).toEqual([
    { status: 'cancelled', requestId: failed },
    { status: 'cancelled', requestId: queued },
  ]);
  expect(await outbox.counts()).toMatchObject({ queued: 0, cancelled: 2 });
  const again = await runOutbox(['cancel', queued, '--json', ...place]);
  expect(again.code).toBe(1);
  expect(jsonLines(again.stdout)).toEqual([
    expect.objectContaining({ status: 'failed', code: 'state', state: 'cancelled' }),
  ]);
});

test('a slip in the name of the schema, or of the folder, makes no other outbox', async () => {
  const schema = newSchema();
  const { code, stderr } = await runOutbox(['counts', '--schema', schema]);
  expect(code).toBe(2);
  expect(stderr).toBe(
    `tigerconnect: --schema: ${schema} has no outbox; npx tigerconnect outbox enqueue makes it\n`,
  );
  const { rows } = await pool().query('SELECT to_regnamespace($1) AS name', [schema]);
  expect(rows).toEqual([{ name: null }]);

  const env = { DATABASE_URL: '' };
  const absent = path.join(folder, 'absent');
  const slip = await runOutbox(['counts', '--folder', absent], { env });
  expect(slip).toMatchObject({ code: 2, stderr: expect.stringContaining('--folder: ') });
  expect(existsSync(absent)).toBe(false);
  const empty = path.join(folder, 'empty');
  mkdirSync(empty);
  const other = await runOutbox(['counts', '--folder', empty], { env });
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('has no outbox') });
  expect(readdirSync(empty)).toEqual([]);
});

test.each<[string, string[], Record<string, string>, string]>([
  ['no place', ['counts'], { DATABASE_URL: '' }, 'DATABASE_URL is not set'],
  ['two places', ['counts', '--folder', 'x'], {}, '--folder: DATABASE_URL is set'],
  ['another kind of database', ['counts'], { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL: must be'],
  ['a bad address', ['counts'], { DATABASE_URL: 'postgres://a:b@:x:y/' }, 'ERR_INVALID_URL'],
  ['a bad schema', ['counts', '--schema', 'A B'], {}, '--schema: must be a name in lower case'],
  ['no state', ['list'], {}, '--state is missing'],
  ['a state that is none', ['list', '--state', 'lost'], {}, '--state: must be one of queued,'],
  ['no request id', ['replay'], {}, 'request-id is missing'],
  ['an id that is none', ['status', 'sesame'], {}, 'a request id must be a UUID'],
])('%s is wrong usage', async (_, words, env, why) => {
  const { code, stdout, stderr } = await runOutbox(words, { env });
  expect({ code, stdout }).toEqual({ code: why.startsWith('ERR') ? 1 : 2, stdout: '' });
  expect(stderr).toContain(why);
  expect(stderr).not.toContain('sesame');
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('a database that cannot be reached is told by its code, with exit code 1', async () => {
  const env = { DATABASE_URL: 'postgres://nurse:sesame-of-the-database@127.0.0.1:1/none' };
  const text = await runOutbox(['counts'], { env });
  expect(text).toMatchObject({ code: 1, stdout: '' });
  expect(text.stderr).toBe(
    'tigerconnect: failed: DATABASE_URL: the database failed (ECONNREFUSED during start)\n',
  );
  const { stdout } = await runOutbox(['counts', '--json'], { env });
  expect(jsonLines(stdout)).toEqual([
    expect.objectContaining({ status: 'failed', code: 'outbox', attempts: 0 }),
  ]);
});

test('a folder that another process has is refused with the reason', async () => {
  const place = path.join(folder, 'in-use');
  const { outbox } = await setUp({ folder: place });
  await until(() => existsSync(place));
  const { code, stderr } = await runOutbox(['counts', '--folder', place], {
    env: { DATABASE_URL: '' },
  });
  expect(code).toBe(1);
  expect(stderr).toContain(`failed: folder: process ${process.pid} has it since `);
  await outbox.stop();
  const after = await runOutbox(['counts', '--folder', place, '--schema', 'x'], {
    env: { DATABASE_URL: '' },
  });
  expect(after).toMatchObject({ code: 2, stderr: expect.stringContaining('--schema: x has no') });
}, 60_000);
