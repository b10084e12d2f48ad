/** `tigerconnect outbox work`, as processes on a real PostgreSQL that send to a real server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';

import { account, folder, jsonLines, main } from '../cli/command.js';
import { csvOf } from '../cli/rows.js';
import { runOutbox, startOutbox, urlWithPassword } from './command.js';
import { MESSAGE, pool, type Service, type Setup, setUp, until } from './support.js';

const DRAIN = ['work', '--until-empty'];

/** An outbox with messages that wait, and what a worker on it is told. */
async function withMessages(count: number, service?: Service) {
  const setup = await setUp({}, service);
  const messages = Array.from({ length: count }, () => MESSAGE);
  const ids = (await setup.outbox.enqueue(messages)).map(({ requestId }) => requestId);
  const place = ['--schema', setup.schema];
  return { ...setup, ids, place, settings: { env: account(setup.server.url) } };
}

/** Each message once, and nothing left in the hands of a worker. */
async function expectOnce({ accepted, outbox }: Setup, ids: readonly string[]): Promise<void> {
  expect([...accepted].sort()).toEqual([...ids].sort());
  expect(await outbox.counts()).toMatchObject({ sent: ids.length, queued: 0, sending: 0 });
}

test('work --until-empty sends what waits, and ends', async () => {
  const setup = await withMessages(40);
  const { ids, place, settings } = setup;
  const text = await runOutbox([...DRAIN, ...place], settings);
  expect(text).toMatchObject({ code: 0, stdout: '40 sent\n', stderr: '' });
  await expectOnce(setup, ids);
  const none = await runOutbox([...DRAIN, '--json', ...place], settings);
  expect(none).toMatchObject({ code: 0, stderr: '' });
  expect(jsonLines(none.stdout)).toEqual([
    { event: 'end', sent: 0, failed: 0, expired: 0, uncertain: 0, retries: 0 },
  ]);
});

test('a message that is refused is told by its request id, and the exit code is 1', async () => {
  let count = 0;
  const refusal: Service = () => (count++ % 2 === 0 ? { status: 400 } : {});
  const { outbox, ids, place, settings } = await withMessages(2, refusal);
  const words = [...DRAIN, '--concurrency', '1', ...place];
  const text = await runOutbox(words, settings);
  expect(text).toMatchObject({ code: 1, stdout: '1 sent, 1 failed\n' });
  const [failed = ''] = (await outbox.list({ state: 'failed' })).map(({ requestId }) => requestId);
  expect(text.stderr).toBe(`${failed}: failed (refused api 400)\n`);
  expect(ids).toContain(failed);
  await outbox.replay([failed]);
  const json = await runOutbox([...words, '--json'], settings);
  expect(json.code).toBe(1);
  expect(jsonLines(json.stdout)).toEqual([
    expect.objectContaining({
      ...{ event: 'message', status: 'failed', requestId: failed, attempts: 2 },
      ...{ reason: 'refused', lastError: { code: 'api', status: 400 } },
    }),
    expect.objectContaining({ event: 'end', sent: 0, failed: 1 }),
  ]);
});

test('a message that becomes uncertain makes the exit code 3', async () => {
  const { place, settings } = await withMessages(1, () => ({ status: 500 }));
  const words = [...DRAIN, '--resend-within', '0', ...place];
  const { code, stdout, stderr } = await runOutbox(words, settings);
  expect({ code, stdout }).toEqual({
    code: 3,
    stdout: '0 sent, 1 uncertain, 1 to be tried again\n',
  });
  expect(stderr).toMatch(/: uncertain \(resend-window\)\n$/);
});

test.each([['SIGTERM'], ['SIGINT']] as const)(
  '%s ends work with 0 when what is in flight has settled; the rest waits, and is sent by the next',
  async (signal) => {
    const setup = await withMessages(10, () => ({ after: 1_500 }));
    const { ids, outbox, place, server, settings } = setup;
    const words = ['work', '--concurrency', '3', ...place];
    const { child, ended } = startOutbox(words, settings);
    await until(() => server.requests.length === 3);
    child.kill(signal);
    const text = await ended;
    expect(text).toMatchObject({ code: 0, stdout: '3 sent\n' });
    expect(text.stderr).toMatch(/^Sending what is enqueued\. Ctrl-C /);
    expect(server.requests).toHaveLength(3);
    expect(await outbox.counts()).toMatchObject({ sent: 3, queued: 7, sending: 0 });
    const rest = await runOutbox([...DRAIN, ...place], settings);
    expect(rest).toMatchObject({ code: 0, stdout: '7 sent\n' });
    await expectOnce(setup, ids);
    expect(server.requests).toHaveLength(10);
  },
  30_000,
);

test('a run that was to drain, and is interrupted, exits with 130', async () => {
  const { outbox, place, server, settings } = await withMessages(4, () => ({ after: 500 }));
  const words = [...DRAIN, '--concurrency', '1', '--json', ...place];
  const { child, ended } = startOutbox(words, settings);
  await until(() => server.requests.length === 1);
  child.kill('SIGTERM');
  const { code, stdout } = await ended;
  expect(code).toBe(130);
  expect(jsonLines(stdout).at(-1)).toMatchObject({ event: 'end', sent: 1, stopped: 'interrupted' });
  expect(await outbox.counts()).toMatchObject({ sent: 1, queued: 3, sending: 0 });
});

test('a second signal does not wait: the message waits again, and is repeated with its key', async () => {
  let count = 0;
  const slow: Service = () => (count++ === 0 ? 'stall' : {});
  const setup = await withMessages(1, slow);
  const { ids, outbox, place, server, settings } = setup;
  const { child, ended } = startOutbox(['work', ...place], settings);
  await until(() => server.requests.length === 1);
  child.kill('SIGINT');
  await new Promise((done) => setTimeout(done, 300));
  const insisted = performance.now();
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(performance.now() - insisted).toBeLessThan(3_000);
  expect(await outbox.counts()).toMatchObject({ queued: 1, sending: 0 });
  expect((await runOutbox([...DRAIN, ...place], settings)).code).toBe(0);
  await expectOnce(setup, ids);
});

test('a worker that is killed loses nothing, and what it had in hand is sent once', async () => {
  const setup = await withMessages(30, () => ({ after: 200 }));
  const { accepted, ids, place, server, settings } = setup;
  const { child, ended } = startOutbox(['work', '--concurrency', '4', ...place], settings);
  await until(() => accepted.length >= 6);
  child.kill('SIGKILL');
  expect((await ended).signal).toBe('SIGKILL');
  const { code } = await runOutbox([...DRAIN, ...place], settings);
  expect(code).toBe(0);
  await expectOnce(setup, ids);
  // What was in flight was repeated, with the same key.
  expect(server.requests.length).toBeLessThanOrEqual(34);
}, 90_000);

test('two workers on one database share the messages, and their rate', async () => {
  const setup = await withMessages(40, () => ({ after: 20 }));
  const { accepted, ids, place, server, settings } = setup;
  const began = performance.now();
  const words = ['work', '--until-empty', '--rate', '10', '--json', ...place];
  const workers = await Promise.all([runOutbox(words, settings), runOutbox(words, settings)]);
  const sent = workers.map(({ stdout }) => Number(jsonLines(stdout).at(-1)?.['sent']));
  expect(workers.map(({ code }) => code)).toEqual([0, 0]);
  expect(sent.every((count) => count > 0)).toBe(true);
  expect(sent.reduce((sum, count) => sum + count)).toBe(40);
  await expectOnce(setup, ids);
  expect(accepted).toHaveLength(server.requests.length);
  // 39 pauses of a tenth of a second.
  expect(performance.now() - began).toBeGreaterThan(3_900);
}, 30_000);

test.each([
  [401, 'check the API key and secret'],
  [403, ''],
])(
  'credentials that are refused with %d end work with 1, and the messages wait',
  async (status, words) => {
    const { outbox, place, settings } = await withMessages(3, () => ({ status }));
    const { code, stderr } = await runOutbox(['work', '--concurrency', '1', ...place], settings);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^tigerconnect: failed: .*${status}.*${words}.*\\nWhat is enqueued waits\\.`, 'm'),
    );
    expect(await outbox.counts()).toMatchObject({ queued: 3, sending: 0 });
  },
);

test('a database that goes away is told once, and work goes on when it is back', async () => {
  const setup = await withMessages(0);
  const { outbox, place, schema, settings, accepted } = setup;
  const { child, ended } = startOutbox(['work', ...place], settings);
  const rename = (from: string, to: string) =>
    pool().query(`ALTER TABLE ${schema}.${from} RENAME TO ${to}`);
  let stderr = '';
  child.stderr?.on('data', (text: string) => (stderr += text));
  await until(() => stderr.includes('Sending what is enqueued'));
  await rename('outbox_control', 'away');
  await until(() => stderr.includes('The database failed'));
  await new Promise((done) => setTimeout(done, 2_500));
  await rename('away', 'outbox_control');
  const { requestId } = await outbox.enqueue(MESSAGE);
  await until(() => accepted.length === 1);
  expect(accepted).toEqual([requestId]);
  child.kill('SIGTERM');
  const text = await ended;
  expect(text.code).toBe(0);
  expect(text.stderr.match(/The database failed \(pause: 42P01\)/g)).toHaveLength(1);
}, 30_000);

test('results that cannot be written end work, with 4; what was sent is known', async () => {
  const setup = await withMessages(60, () => ({ after: 30 }));
  const full = openSync('/dev/full', 'w');
  const words = ['outbox', 'work', '--json', '--concurrency', '2', ...setup.place];
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [main(), ...words], {
    cwd: folder,
    env: { PATH, DATABASE_URL: urlWithPassword(), ...setup.settings.env },
    stdio: ['ignore', full, 'ignore'],
  });
  closeSync(full);
  expect(await once(child, 'exit')).toEqual([4, null]);
  const counts = await setup.outbox.counts();
  expect(counts.sent).toBe(setup.accepted.length);
  expect(counts).toMatchObject({ sending: 0, queued: 60 - counts.sent });
  expect(counts.sent).toBeLessThan(60);
});

test('a file that is enqueued in a folder is sent from it, without a server', async () => {
  const { accepted, server } = await setUp();
  const place = ['--folder', path.join(folder, 'embedded')];
  const env = { DATABASE_URL: '', ...account(server.url) };
  const enqueued = await runOutbox(['enqueue', '--file', await csvOf(20), ...place], { env });
  expect(enqueued).toMatchObject({ code: 0, stdout: '20 rows: 20 enqueued\n' });
  const sent = await runOutbox([...DRAIN, ...place], { env });
  expect(sent).toMatchObject({ code: 0, stdout: '20 sent\n', stderr: '' });
  expect(new Set(accepted).size).toBe(20);
  const counts = await runOutbox(['counts', '--json', ...place], { env });
  expect(jsonLines(counts.stdout)).toEqual([expect.objectContaining({ sent: 20, queued: 0 })]);
}, 90_000);

test.each<[string, string[], Record<string, string>, string]>([
  ['no credentials', ['work'], { TIGERCONNECT_API_KEY: '' }, 'TIGERCONNECT_API_KEY is not set'],
  ['a rate of none', ['work', '--rate', '0'], {}, '--rate: must be a number from 0.001 to 10000'],
  ['a server without https', ['work'], { TIGERCONNECT_BASE_URL: 'http://x.example' }, 'use https'],
])('%s is wrong usage', async (_, words, env, why) => {
  const { code, stdout, stderr } = await runOutbox(words, {
    env: { ...account('http://127.0.0.1:1'), ...env },
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(why);
});
