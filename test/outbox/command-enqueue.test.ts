/** `tigerconnect outbox enqueue`, as a process on a real PostgreSQL: each message once, however often it is called. */
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';

import { expect, test } from '@jest/globals';

import { account, type Ended, jsonLines, tigerconnect } from '../cli/command.js';
import { csvOf, file } from '../cli/rows.js';
import { newSchema, PASSWORD, runOutbox, startOutbox } from './command.js';
import { MESSAGE, pool, setUp, until } from './support.js';

const ONE = ['enqueue', '--to', MESSAGE.to];

/** What waits in an outbox, in its order. */
async function waiting(schema: string) {
  const { rows } = await pool().query<{ payload: string; ordering_key: string | null }>(
    `SELECT payload, ordering_key FROM ${schema}.outbox_message ORDER BY position`,
  );
  return rows.map(({ payload, ordering_key }) => ({
    ...(JSON.parse(payload) as { to: string; body: string; requestId: string; ttl?: number }),
    key: ordering_key,
  }));
}

const summary = ({ stdout }: Ended): string | undefined => stdout.trimEnd().split('\n').at(-1);

test('one message is enqueued, with its text from stdin, and its request id printed', async () => {
  const schema = newSchema();
  const words = [...ONE, '--ttl', '60', '--schema', schema];
  const { code, stdout, stderr } = await runOutbox(words, { input: `${MESSAGE.body}\n` });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [message] = await waiting(schema);
  expect(stdout).toBe(`${message?.requestId ?? ''}\n`);
  expect(message).toMatchObject({ body: MESSAGE.body, ttl: 60, key: null });
});

test('a request id of your own is enqueued once, and the second call is told so', async () => {
  const schema = newSchema();
  const requestId = randomUUID();
  const words = [...ONE, '--request-id', requestId, '--schema', schema];
  const first = await runOutbox([...words, '--json'], { input: MESSAGE.body });
  expect(jsonLines(first.stdout)).toEqual([{ status: 'enqueued', requestId, duplicate: false }]);
  const second = await runOutbox(words, { input: MESSAGE.body });
  expect(second).toMatchObject({ code: 0, stdout: `${requestId}\n` });
  expect(second.stderr).toBe('The outbox had it before.\n');
  expect(await waiting(schema)).toHaveLength(1);
});

test('a national phone number is read by its country, and a wrong address is not enqueued', async () => {
  const schema = newSchema();
  const to = ['enqueue', '--to', '(415) 555-2671', '--body', 'x', '--schema', schema];
  const refused = await runOutbox(to);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^tigerconnect: --to: /);
  const { code } = await runOutbox([...to, '--default-country', 'US']);
  expect(code).toBe(0);
  expect(await waiting(schema)).toEqual([expect.objectContaining({ to: '+14155552671' })]);
});

test('a file that is enqueued twice is enqueued once, also what was added to it', async () => {
  const schema = newSchema();
  const name = await csvOf(250);
  const words = ['enqueue', '--file', name, '--schema', schema];
  const first = await runOutbox(words);
  expect(first).toMatchObject({ code: 0, stdout: '250 rows: 250 enqueued\n', stderr: '' });
  const again = await runOutbox(words);
  expect(again).toMatchObject({
    ...{ code: 0, stdout: '250 rows: 0 enqueued, 250 enqueued by an earlier run\n' },
    stderr: expect.stringMatching(/^Rows that this run enqueued before, since .*were not enqueued/),
  });
  appendFileSync(name, 'nurse251@ward.example,row-251\n');
  expect(summary(await runOutbox(words))).toBe(
    '251 rows: 1 enqueued, 250 enqueued by an earlier run',
  );
  const messages = await waiting(schema);
  expect(messages.map(({ body }) => body)).toEqual(
    Array.from({ length: 251 }, (_, at) => `row-${at + 1}`),
  );
  expect(new Set(messages.map(({ requestId }) => requestId)).size).toBe(251);
  expect(readFileSync(`${name}.journal`, 'utf8')).not.toMatch(
    new RegExp(`ward\\.example|row-1|${PASSWORD}|127\\.0\\.0\\.1`),
  );
}, 40_000);

test('rows keep their own ids, are known by them without a journal, and invalid rows hold none back', async () => {
  const schema = newSchema();
  const ids = [randomUUID(), randomUUID()];
  const rows = [
    `nurse@ward.example,one,${ids[0]}`,
    'nobody@@ward,two,',
    'nurse@ward.example, ,',
    `nurse@ward.example,four,${ids[1]}`,
    'nurse@ward.example,five,',
  ];
  const words = (name: string) => ['enqueue', '--file', name, '--schema', schema];
  const { code, stdout, stderr } = await runOutbox(words(await file('csv', 'to,body,id', ...rows)));
  expect({ code, stdout }).toEqual({ code: 2, stdout: '5 rows: 3 enqueued, 2 invalid\n' });
  expect(stderr).toMatch(/^line 3: to: .*\nline 4: body: /m);
  const messages = await waiting(schema);
  expect(messages.map(({ body }) => body)).toEqual(['one', 'four', 'five']);
  expect(messages.slice(0, 2).map(({ requestId }) => requestId)).toEqual(ids);

  const copy = await file('csv', 'to,body,id', ...rows.filter((row) => row.includes('-')));
  const other = await runOutbox([...words(copy), '--json']);
  expect(jsonLines(other.stdout)).toEqual([
    expect.objectContaining({ event: 'row', row: 1, status: 'enqueued', duplicate: true }),
    expect.objectContaining({ event: 'row', row: 2, requestId: ids[1], duplicate: true }),
    expect.objectContaining({ event: 'end', rows: 2, enqueued: 2, duplicates: 2 }),
  ]);
  expect(await waiting(schema)).toHaveLength(3);
  const third = await file('csv', 'to,body,id', `nurse@ward.example,one,${ids[0]}`);
  expect(summary(await runOutbox(words(third)))).toBe(
    '1 row: 1 enqueued, 1 of them in the outbox before',
  );
});

test('a file that was enqueued is not enqueued in another outbox without a word, nor sent', async () => {
  const name = await csvOf(2);
  const words = ['enqueue', '--file', name, '--schema'];
  expect((await runOutbox([...words, newSchema()])).code).toBe(0);
  const { code, stderr } = await runOutbox([...words, newSchema()]);
  expect(code).toBe(2);
  expect(stderr).toContain('or for an outbox, or another one');
  const send = await tigerconnect(['send', '--file', name], { env: account('http://127.0.0.1:1') });
  expect(send).toMatchObject({ code: 2, stderr: expect.stringContaining('or for an outbox') });
}, 20_000);

test('numbers of data go out as they were written', async () => {
  const { another, schema, server } = await setUp();
  const data = '[{"mrn":12345678901234567890,"potassium":6.80,"bed":12}]';
  const row = `{"to":"nurse@ward.example","body":"x","ttl":60,"data":${data}}`;
  const name = await file('ndjson', row);
  expect((await runOutbox(['enqueue', '--file', name, '--schema', schema])).code).toBe(0);
  await (await another()).work();
  await until(() => server.requests.length === 1);
  const form = new URLSearchParams(server.requests[0]?.body);
  expect(form.get('data')).toBe(data);
  expect(form.get('ttl')).toBe('60');
});

test('an order by recipient needs its secret, and has one key for each', async () => {
  const schema = newSchema();
  const words = [...ONE, '--body', 'x', '--ordered', 'recipient', '--schema', schema];
  const refused = await runOutbox(words);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--ordered: TIGERCONNECT_ORDERING_SECRET is not set'),
  });
  const env = { TIGERCONNECT_ORDERING_SECRET: 'sesame' };
  for (let count = 0; count < 2; count += 1) {
    expect((await runOutbox(words, { env })).code).toBe(0);
  }
  const [first, second] = await waiting(schema);
  expect(first?.key).toMatch(/^[\w-]{43}$/);
  expect(second?.key).toBe(first?.key);
});

test('a database that fails meanwhile leaves the outcome open, and says how to repeat', async () => {
  const { schema } = await setUp();
  await pool().query(`DROP FUNCTION ${schema}.outbox_insert(text)`);
  const one = await runOutbox([...ONE, '--body', 'x', '--schema', schema]);
  expect(one.code).toBe(3);
  expect(one.stderr).toMatch(
    /delivery unknown: enqueue: the database failed \(42883\) \(request id [\da-f-]{36}\)\nTo repeat it safely, add --request-id [\da-f-]{36};/,
  );
  const name = await csvOf(150);
  const many = await runOutbox(['enqueue', '--file', name, '--schema', schema]);
  expect(many).toMatchObject({ code: 3, stdout: '150 rows: 0 enqueued, 100 unknown, 50 left\n' });
  expect(many.stderr).toContain('The run ended early: the database failed.');
});

test('a run that is killed is repeated, and each row is enqueued once', async () => {
  const schema = newSchema();
  const name = await csvOf(3_000);
  const words = ['enqueue', '--file', name, '--schema', schema];
  const { child, ended } = startOutbox(words);
  await until(async () => {
    const { rows } = await pool()
      .query<{ count: number }>(`SELECT count(*)::int AS count FROM ${schema}.outbox_message`)
      .catch(() => ({ rows: [] }));
    return (rows[0]?.count ?? 0) > 300;
  });
  child.kill('SIGKILL');
  expect((await ended).signal).toBe('SIGKILL');
  expect((await waiting(schema)).length).toBeLessThan(3_000);
  const { code } = await runOutbox(words);
  expect(code).toBe(0);
  const bodies = (await waiting(schema)).map(({ body }) => body);
  expect(bodies).toHaveLength(3_000);
  expect(new Set(bodies).size).toBe(3_000);
}, 60_000);
