/** Workers die, stall, and are stopped: no message is lost, none arrives twice, and none is called what it is not. */
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, test } from '@jest/globals';

import type { Answer } from '../support/server.js';
import { MESSAGE, pool, setUp, until, untilState } from './support.js';

/** Another worker may have the ticket, as when the one that holds it is taken for dead. */
const loseTicket = (schema: string): Promise<unknown> =>
  pool().query(
    `UPDATE ${schema}.job SET state = 'retry', start_after = now() WHERE state = 'active'`,
  );

test('what a dead worker held is sent by another', async () => {
  const { outbox, another, schema, accepted } = await setUp({ heartbeat: 10 });
  const { requestId } = await outbox.enqueue(MESSAGE);
  // As a worker that died before it sent: ticket and message are taken, and nobody says that it lives.
  await pool().query(
    `UPDATE ${schema}.job SET state = 'active', started_on = now(),
      heartbeat_on = now() - interval '11 seconds'`,
  );
  await pool().query(
    `UPDATE ${schema}.outbox_message SET state = 'sending', attempts = 1,
      claim = gen_random_uuid(), unknown_since = now()`,
  );
  await (await another()).work();
  await untilState(outbox, requestId, 'sent');
  expect(await outbox.status(requestId)).toMatchObject({ attempts: 2, duplicate: false });
  expect(accepted).toEqual([requestId]);
});

test('a worker says that it lives for as long as a message takes', async () => {
  const { outbox, another, server } = await setUp({ heartbeat: 10 }, () => ({}));
  const { requestId } = await outbox.enqueue(MESSAGE);
  // A fake that takes longer than a heartbeat.
  const slow = await another({
    client: {
      messages: {
        send: async ({ requestId: key = '' }) => {
          await new Promise((resolve) => setTimeout(resolve, 17_000));
          return { messageId: 'slow', requestId: key, attempts: 1, duplicate: false };
        },
      },
    },
  });
  await slow.work();
  await untilState(outbox, requestId, 'sending');
  await outbox.work();
  await until(async () => (await outbox.status(requestId))?.state === 'sent', 30_000);
  expect(await outbox.status(requestId)).toMatchObject({ messageId: 'slow', attempts: 1 });
  expect(server.requests).toEqual([]);
}, 40_000);

test('while what became of messages is written, as many others are sent, and no more', async () => {
  const client = await pool().connect();
  await client.query('BEGIN');
  const sent: string[] = [];
  let sending = 0;
  let most = 0;
  const { outbox, schema } = await setUp({
    client: {
      messages: {
        send: async ({ requestId = '' }) => {
          sent.push(requestId);
          sending += 1;
          most = Math.max(most, sending);
          // Until the end of this transaction, nothing can be written of it.
          await client.query(
            `SELECT FROM ${schema}.outbox_message WHERE request_id = $1 FOR UPDATE`,
            [requestId],
          );
          sending -= 1;
          return { messageId: 'm', requestId, attempts: 1, duplicate: false };
        },
      },
    },
  });
  await outbox.enqueue(Array.from({ length: 4 }, () => MESSAGE));
  await outbox.work({ concurrency: 1 });
  await until(() => sent.length === 2);
  await sleep(100);
  expect(await outbox.counts()).toMatchObject({ queued: 2, sending: 2 });
  await client.query('COMMIT');
  client.release();
  await until(async () => (await outbox.counts()).sent === 4);
  expect(new Set(sent).size).toBe(4);
  expect(most).toBe(1);
});

test.each<[string, Answer | 'lost', boolean]>([
  ['accepted late', { after: 1_500 }, false],
  ['lost', 'stall', false],
  ['refused', { after: 1_500, status: 400 }, false],
])(
  'a send of a worker that was taken for dead, which is %s, changes nothing of what another has sent',
  async (_, late, duplicate) => {
    let count = 0;
    const { outbox, another, schema, server, accepted } = await setUp({}, () =>
      count++ === 0 ? late : {},
    );
    const { requestId } = await outbox.enqueue(MESSAGE);
    const worker = await outbox.work();
    await until(() => server.requests.length === 1);
    await loseTicket(schema);
    await (await another()).work();
    await untilState(outbox, requestId, 'sent');
    await worker.stop();
    expect(await outbox.status(requestId)).toMatchObject({ state: 'sent' });
    expect(server.requests.map(({ headers }) => headers['request-id'])).toEqual([
      requestId,
      requestId,
    ]);
    expect(accepted).toEqual([requestId]);
    expect(duplicate).toBe(false);
  },
);

test('a refusal that another worker meets is uncertain while the first one may still arrive', async () => {
  let count = 0;
  const { outbox, another, schema, server } = await setUp({}, () =>
    count++ === 0 ? 'stall' : { status: 400 },
  );
  const { requestId } = await outbox.enqueue(MESSAGE);
  const worker = await outbox.work();
  await until(() => server.requests.length === 1);
  await loseTicket(schema);
  await (await another()).work();
  await untilState(outbox, requestId, 'uncertain');
  await worker.stop();
  expect(await outbox.status(requestId)).toMatchObject({ state: 'uncertain', reason: 'refused' });
});

test('a late acceptance makes an uncertain message sent', async () => {
  let count = 0;
  const { outbox, another, schema, server } = await setUp({}, () =>
    count++ === 0 ? { after: 1_500 } : { status: 400 },
  );
  const { requestId } = await outbox.enqueue(MESSAGE);
  await outbox.work();
  await until(() => server.requests.length === 1);
  await loseTicket(schema);
  await (await another()).work();
  await untilState(outbox, requestId, 'uncertain');
  await untilState(outbox, requestId, 'sent');
});

test('stop waits for what is in flight, and takes no more', async () => {
  const { outbox, server, events } = await setUp({}, () => ({ after: 500 }));
  await outbox.enqueue(Array.from({ length: 5 }, () => MESSAGE));
  const worker = await outbox.work({ concurrency: 2 });
  await until(() => server.requests.length === 2);
  await worker.stop();
  await worker.finished;
  expect(await outbox.counts()).toMatchObject({ sent: 2, queued: 3, sending: 0 });
  expect(server.requests).toHaveLength(2);
  expect(events.at(-1)).toEqual({ type: 'stop' });
});

test('stop gives back at once what waits for its turn', async () => {
  const { outbox } = await setUp({ rate: { perSecond: 0.1 } });
  const enqueued = await outbox.enqueue([MESSAGE, MESSAGE]);
  const worker = await outbox.work();
  await until(async () => (await outbox.counts()).sent === 1);
  const started = performance.now();
  await worker.stop();
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(await outbox.counts()).toMatchObject({ sent: 1, queued: 1 });
  const states = await Promise.all(enqueued.map(({ requestId }) => outbox.status(requestId)));
  const waiting = states.find((status) => status?.state === 'queued');
  expect(waiting).toMatchObject({ attempts: 0 });
  expect(waiting).not.toHaveProperty('unknownSince');
});

test('stop abandons what takes too long, and the message is repeated with its key', async () => {
  let count = 0;
  const { outbox, server } = await setUp({}, () => (count++ === 0 ? 'stall' : {}));
  const { requestId } = await outbox.enqueue(MESSAGE);
  const worker = await outbox.work();
  await until(() => server.requests.length === 1);
  await worker.stop({ timeout: 100 });
  expect(await outbox.status(requestId)).toMatchObject({
    state: 'queued',
    lastError: { code: 'aborted' },
    unknownSince: expect.any(Date),
  });
  await outbox.work();
  await untilState(outbox, requestId, 'sent');
  expect(server.requests).toHaveLength(2);
});
