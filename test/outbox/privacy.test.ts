/** Recipient and text stand in one place, until the message is sent, and may be guarded there. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import { expect, test } from '@jest/globals';

import { MESSAGE, pool, setUp, until, untilState } from './support.js';

/** Everything that all tables hold, as text. */
async function everything(schema: string): Promise<string> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables
    WHERE table_schema = $1 AND table_type = 'BASE TABLE'`,
    [schema],
  );
  const texts = rows.map(async ({ name }) => {
    const table = await pool().query<{ row: string }>(
      `SELECT t::text AS row FROM ${schema}.${name} t`,
    );
    return table.rows.map(({ row }) => row).join('\n');
  });
  return (await Promise.all(texts)).join('\n');
}

const ORDERED = { ordered: 'recipient' } as const;

test('recipient and text are erased when the message is sent, and when it is cancelled', async () => {
  const { outbox, schema, events } = await setUp({ orderingSecret: 's' });
  const [sent] = await outbox.enqueue([MESSAGE], ORDERED);
  expect(await everything(schema)).toMatch(/potassium/);
  await outbox.work();
  await untilState(outbox, sent?.requestId ?? '', 'sent');
  expect(await everything(schema)).not.toMatch(/potassium|nurse/i);
  expect(JSON.stringify(events)).not.toMatch(/potassium|nurse/i);
  const { rows } = await pool().query(`SELECT ordering_key FROM ${schema}.outbox_message`);
  expect(rows).toEqual([{ ordering_key: null }]);
  await outbox.stop();
});

test('a message that is cancelled is not sent, and its text is erased', async () => {
  const { outbox, schema, server } = await setUp();
  const { requestId } = await outbox.enqueue(MESSAGE);
  expect(await outbox.cancel([requestId])).toEqual([requestId]);
  expect(await outbox.cancel([requestId])).toEqual([]);
  expect(await everything(schema)).not.toMatch(/potassium|nurse/i);
  const { requestId: next } = await outbox.enqueue(MESSAGE);
  await outbox.work();
  await untilState(outbox, next, 'sent');
  expect(await outbox.status(requestId)).toMatchObject({ state: 'cancelled' });
  expect(await outbox.replay([requestId])).toEqual([]);
  expect(server.requests).toHaveLength(1);
});

/** AES-256-GCM; the name of its key stands before a text, so that keys can be replaced one after the other. */
function cipher(keys: Readonly<Record<string, Buffer>>, current: string) {
  const keyNamed = (name: string): Buffer => {
    const key = keys[name];
    if (!key) throw new Error(`no key ${name}`);
    return key;
  };
  return {
    encrypt: (text: string): string => {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keyNamed(current), iv);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [current, iv, cipher.getAuthTag(), sealed]
        .map((part) => (typeof part === 'string' ? part : part.toString('base64')))
        .join('.');
    },
    decrypt: (text: string): string => {
      const [name = '', iv = '', tag = '', sealed = ''] = text.split('.');
      const decipher = createDecipheriv('aes-256-gcm', keyNamed(name), Buffer.from(iv, 'base64'));
      decipher.setAuthTag(Buffer.from(tag, 'base64'));
      return decipher.update(sealed, 'base64', 'utf8') + decipher.final('utf8');
    },
  };
}

test('text that is encrypted, by one key after the other, is sent as it was written', async () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const { outbox, another, schema, server } = await setUp(cipher({ first }, 'first'));
  const rotated = await another(cipher({ first, second }, 'second'));
  await outbox.enqueue({ ...MESSAGE, body: 'sealed by the first' });
  await rotated.enqueue({ ...MESSAGE, body: 'sealed by the second' });
  expect(await everything(schema)).not.toMatch(/sealed|nurse/i);
  await rotated.work();
  await until(async () => (await outbox.counts()).sent === 2);
  const bodies = server.requests.map(({ body }) => new URLSearchParams(body).get('body'));
  expect(bodies.sort()).toEqual(['sealed by the first', 'sealed by the second']);
});

test('a message whose key a worker does not have waits for one that has it', async () => {
  const { encrypt, decrypt } = cipher({ only: randomBytes(32) }, 'only');
  const { outbox, another, server } = await setUp({ encrypt });
  const { requestId } = await outbox.enqueue(MESSAGE);
  const worker = await outbox.work();
  await until(async () => (await outbox.status(requestId))?.lastError?.code === 'decrypt');
  const status = await outbox.status(requestId);
  expect(status).not.toHaveProperty('unknownSince');
  expect(server.requests).toEqual([]);
  await worker.stop();
  await (await another({ decrypt })).work();
  await untilState(outbox, requestId, 'sent');
});

test('an error of the database shows no row', async () => {
  const { outbox, schema } = await setUp();
  await pool().query(
    `ALTER TABLE ${schema}.outbox_message ADD CHECK (payload NOT LIKE '%potassium%')`,
  );
  const error: unknown = await outbox.enqueue(MESSAGE).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'outbox', databaseCode: '23514', during: 'enqueue' });
  expect(`${String(error)} ${JSON.stringify(error)} ${(error as Error).stack ?? ''}`).not.toMatch(
    /potassium|nurse/i,
  );
});

test.each([
  ['nothing', undefined],
  ['no text', Buffer.from('sealed')],
  ['an empty text', ''],
  ['a NUL, which PostgreSQL does not keep', 'sealed\0'],
  ['half a character', 'sealed\ud800'],
])('an `encrypt` that returns %s is refused, and nothing is enqueued', async (_, text) => {
  const encrypt = (): string => text as string;
  const { outbox } = await setUp({ encrypt, decrypt: String });
  await expect(outbox.enqueue([MESSAGE])).rejects.toMatchObject({
    code: 'configuration',
    field: 'encrypt',
    message: 'encrypt: must return well-formed text without NUL, say base64',
  });
  expect(await outbox.counts()).toMatchObject({ queued: 0 });
});
