/** A run of a file that ended early, and is resumed. */
import { once } from 'node:events';
import { readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { account, folder, jsonLines, start, tigerconnect } from './command.js';
import { bodies, csvOf, file, journalOf } from './rows.js';
import { type Service, startService } from './service.js';

const sendFile = (name: string, service: Pick<Service, 'url'>, ...words: string[]) =>
  tigerconnect(['send', '--file', name, ...words], { env: account(service.url) });

const sorted = (service: Service): string[] =>
  service.delivered
    .map(({ body }) => body)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

describe('the same command again', () => {
  test('sends nothing when all was sent', async () => {
    const service = await startService();
    const name = await csvOf(5);
    await sendFile(name, service);
    const { code, stdout } = await sendFile(name, service);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: '5 rows: 0 sent, 5 sent by an earlier run\n',
    });
    expect(service.requests).toHaveLength(5);
  });

  test('tries what was not sent, and repeats what is unknown with its request id', async () => {
    let first = true;
    const service = await startService(({ query }) => {
      if (!first) return undefined;
      if (query.get('recipient') === 'nurse2@ward.example') return { status: 422 };
      return query.get('recipient') === 'nurse3@ward.example' ? { status: 501 } : undefined;
    });
    const name = await csvOf(4);
    const { code, stdout, stderr } = await sendFile(name, service, '--concurrency', '1');
    expect({ code, stdout }).toEqual({
      code: 3,
      stdout: '4 rows: 2 sent, 1 not sent, 1 unknown\n',
    });
    expect(stderr).toContain('line 3: not sent: the server answered 422');
    expect(stderr).toContain('line 4: delivery unknown: the server answered 501');
    expect(stderr).toContain('Run the same command again to send the rest');
    expect((await journalOf(name)).entries.map(({ outcome }) => outcome)).toEqual([
      'sent',
      'not-sent',
      'unknown',
      'sent',
    ]);
    first = false;
    expect((await sendFile(name, service)).code).toBe(0);
    expect(sorted(service)).toEqual(bodies(4));
    const ids = new Set(service.requests.map(({ headers }) => headers['request-id']));
    expect(ids.size).toBe(4);
  });

  test('is refused with other options', async () => {
    const service = await startService();
    const name = await csvOf(2);
    await sendFile(name, service);
    const { code, stderr } = await sendFile(name, service, '--ttl', '5');
    expect(code).toBe(2);
    expect(stderr).toMatch(/the journal, .*, belongs to a run begun .*: it had other options/);
    expect(stderr).toContain('remove the journal');
    expect(service.requests).toHaveLength(2);
  });

  test('is refused for another server: what a sandbox has accepted, the real one has not', async () => {
    const [sandbox, real] = [await startService(), await startService()];
    const name = await csvOf(2);
    await sendFile(name, sandbox);
    const { code, stderr } = await sendFile(name, real);
    expect(code).toBe(2);
    expect(stderr).toContain('another server');
    expect(real.requests).toEqual([]);
  });

  test('sends every row anew once the journal is removed', async () => {
    const service = await startService();
    const name = await csvOf(2);
    await sendFile(name, service);
    await rm(`${name}.journal`);
    expect((await sendFile(name, service)).code).toBe(0);
    expect(service.delivered).toHaveLength(4);
  });
});

describe('a journal', () => {
  test.each([
    ['cut off in its last line', 7],
    ['cut off after its last line', 1],
  ])('that was %s is resumed, and the row arrives once', async (_, cut) => {
    const service = await startService();
    const name = await csvOf(3);
    await sendFile(name, service);
    const { size } = await stat(`${name}.journal`);
    await truncate(`${name}.journal`, size - cut);
    expect((await sendFile(name, service)).code).toBe(0);
    expect((await sendFile(name, service)).stdout).toContain('3 sent by an earlier run');
    expect(sorted(service)).toEqual(bodies(3));
  });

  test('that was cut off in its first line is begun again', async () => {
    const service = await startService();
    const name = await csvOf(2);
    await writeFile(`${name}.journal`, '{"format":"tigerconnect-send 2","run":"5');
    expect((await sendFile(name, service)).code).toBe(0);
    expect((await sendFile(name, service)).stdout).toContain('2 sent by an earlier run');
    expect(sorted(service)).toEqual(bodies(2));
  });

  test('that is another file is refused and left as it is', async () => {
    const service = await startService();
    const name = await csvOf(2);
    for (const text of [
      'to,body\nsomething else\n',
      'no line break',
      '{"row":1,"outcome":"sent"}\n',
    ]) {
      const other = await file('txt');
      await writeFile(other, text);
      const { code, stderr } = await sendFile(name, service, '--journal', other);
      expect(code).toBe(2);
      expect(stderr).toContain('is not a journal of this command');
      expect(await readFile(other, 'utf8')).toBe(text);
    }
    expect(service.requests).toEqual([]);
  });

  test('that cannot be created is reported before anything is sent', async () => {
    const service = await startService();
    const name = await csvOf(2);
    const place = path.join(folder, 'absent', 'journal');
    const { code, stderr } = await sendFile(name, service, '--journal', place);
    expect(code).toBe(2);
    expect(stderr).toContain('journal');
    expect(service.requests).toEqual([]);
  });
});

describe('two runs at once', () => {
  test('of one file are refused, and the lock ends with a run that is killed', async () => {
    const service = await startService();
    const stalled = await startService(() => 'stall');
    const name = await csvOf(2);
    const env = account(stalled.url);
    const { child, ended } = start(['send', '--file', name], { env });
    await new Promise<void>((seen) => (stalled.onStall = seen));
    // Under another name of its folder, too.
    await symlink(folder, path.join(folder, 'link'));
    for (const same of [name, path.join(folder, 'link', path.basename(name))]) {
      const { code, stderr } = await sendFile(same, stalled);
      expect(code).toBe(2);
      expect(stderr).toContain('another run is sending this file');
    }
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    await rm(`${name}.journal`);
    expect((await sendFile(name, service)).code).toBe(0);
  });
});

describe('a run that ends early', () => {
  test('on SIGINT settles what is in flight, says how to go on, and exits with 130', async () => {
    const service = await startService();
    const name = await csvOf(200);
    const { child, ended } = start(['send', '--file', name], { env: account(service.url) });
    while (service.delivered.length < 20) await new Promise((next) => setTimeout(next, 5));
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/^200 rows: \d+ sent, \d+ left\n$/);
    expect(stderr).toContain('it was interrupted');
    expect(stderr).toContain('Run the same command again to send the rest');
    // All that left was answered and written down.
    const { entries } = await journalOf(name);
    expect(entries).toHaveLength(service.delivered.length);
    expect((await sendFile(name, service)).code).toBe(0);
    expect(sorted(service)).toEqual(bodies(200));
    expect(service.repeated).toBe(0);
  });

  test('on a second SIGINT does not wait for answers', async () => {
    const service = await startService(() => 'stall');
    const name = await csvOf(3);
    const { child, ended } = start(['send', '--file', name], { env: account(service.url) });
    while (service.requests.length < 3) await new Promise((next) => setTimeout(next, 5));
    child.kill('SIGINT');
    await new Promise((next) => setTimeout(next, 100));
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '3 rows: 0 sent, 3 unknown\n' });
    expect((await journalOf(name)).entries.map(({ outcome }) => outcome)).toEqual([
      'unknown',
      'unknown',
      'unknown',
    ]);
  });

  test('because stdout was closed loses nothing', async () => {
    const service = await startService();
    const name = await csvOf(300);
    const words = ['send', '--file', name, '--json'];
    const { child, ended } = start(words, { env: account(service.url) });
    if (child.stdout === null) throw new Error('no stdout');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect((await ended).code).toBe(130);
    expect(service.delivered.length).toBeLessThan(300);
    expect((await sendFile(name, service)).code).toBe(0);
    expect(sorted(service)).toEqual(bodies(300));
  });

  test('because of refused credentials stops at once', async () => {
    const service = await startService(() => ({ status: 401 }));
    const { code, stdout, stderr } = await sendFile(
      await csvOf(100),
      service,
      '--concurrency',
      '2',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('the server refused the API key or secret');
    expect(service.requests.length).toBeLessThan(5);
    expect(stdout).toMatch(/^100 rows: 0 sent, \d not sent, 9\d left\n$/);
  });

  test('because the service refuses everything stops after twenty', async () => {
    const service = await startService(() => ({ status: 403 }));
    const { code, stdout } = await sendFile(await csvOf(100), service, '--json');
    expect(code).toBe(1);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ stopped: 'service', sent: 0 });
    expect(service.requests.length).toBeLessThan(40);
  });
});
