/** Faults on demand, as the client and as fetch see them. */
import { describe, expect, test } from '@jest/globals';

import type { Fault } from '../../src/sandbox/index.js';
import { ask, clientOf, NURSE, only, openWard, type Ward } from './support.js';

const send = ({ sandbox }: Ward): Promise<Response> =>
  ask(sandbox, `/message/?recipient=${NURSE}`, {
    method: 'POST',
    body: new URLSearchParams({ body: 'x' }),
  });
const statuses = ({ sandbox }: Ward): (number | undefined)[] =>
  sandbox.requests.map(({ response }) => response?.status);

describe('a send is retried to exactly one message despite', () => {
  const recoverable: Fault[] = [
    { kind: 'rate-limit', retryAfter: 0 },
    { kind: 'server-error' },
    { kind: 'server-error', status: 500 },
    { kind: 'reset-before' },
    { kind: 'reset-after' },
    { kind: 'half-body' },
  ];
  const after = new Set(['reset-after', 'half-body']);
  test.each(recoverable.map((fault) => [fault.kind, fault] as const))('%s', async (kind, fault) => {
    const ward = await openWard();
    ward.sandbox.fail(fault);
    const sent = await ward.messages.send({ to: NURSE, body: 'x' });
    expect(sent).toMatchObject({ attempts: 2, duplicate: after.has(kind) });
    expect(only(ward.sandbox.messages).messageId).toBe(sent.messageId);
    expect(ward.sandbox.requests.map((request) => request.fault)).toEqual([kind, undefined]);
  });

  test('no-answer, once the client has waited long enough', async () => {
    const ward = await openWard();
    ward.sandbox.fail({ kind: 'no-answer' });
    const { messages } = clientOf(ward.sandbox, { timeout: 100 });
    const sent = await messages.send({ to: NURSE, body: 'x' });
    expect(sent).toMatchObject({ attempts: 2, duplicate: true });
    expect(statuses(ward)).toEqual([undefined, 304]);
  });
});

test('latency delays the answer by the sandbox clock', async () => {
  const ward = await openWard();
  ward.sandbox.fail({ kind: 'latency', delay: 3_000 });
  let answered = false;
  const sending = send(ward).then(({ status }) => {
    answered = true;
    return status;
  });
  while (ward.clock.pending === 0) await new Promise(setImmediate);
  ward.clock.advance(2_999);
  await ask(ward.sandbox, `/message/typing/?recipient=${NURSE}`);
  expect(answered).toBe(false);
  expect(ward.sandbox.messages).toEqual([]);
  ward.clock.advance(1);
  expect(await sending).toBe(204);
});

test('a rate limit asks to wait in whole seconds, or by the given header', async () => {
  const ward = await openWard();
  const date = 'Thu, 01 Jan 2026 00:00:09 GMT';
  ward.sandbox.fail({ kind: 'rate-limit' });
  ward.sandbox.fail({ kind: 'rate-limit', retryAfter: 1_001 });
  ward.sandbox.fail({ kind: 'rate-limit', retryAfter: date });
  ward.sandbox.fail({ kind: 'server-error' });
  const asked = [];
  for (let count = 0; count < 4; count += 1) {
    const { status, headers } = await send(ward);
    asked.push([status, headers.get('retry-after')]);
  }
  expect(asked).toEqual([
    [429, '1'],
    [429, '2'],
    [429, date],
    [503, null],
  ]);
  expect(ward.sandbox.messages).toEqual([]);
});

test('half a body is shorter than its Content-Length, and the connection ends', async () => {
  const ward = await openWard();
  ward.sandbox.fail({ kind: 'half-body' });
  const response = await send(ward);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
  const { headers, body } = only(ward.sandbox.requests).response ?? {};
  expect(Number(headers?.['Content-Length'])).toBeGreaterThan(body?.length ?? NaN);
});

test.each(['reset-before', 'reset-after'] as const)('%s breaks the connection', async (kind) => {
  const ward = await openWard();
  ward.sandbox.fail({ kind });
  await expect(send(ward)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  expect(ward.sandbox.messages).toHaveLength(kind === 'reset-after' ? 1 : 0);
});

test('`after` requests pass first, then `times` requests meet the fault', async () => {
  const ward = await openWard();
  ward.sandbox.fail({ kind: 'server-error', after: 1, times: 2 });
  for (let count = 0; count < 4; count += 1) await send(ward);
  expect(statuses(ward)).toEqual([204, 503, 503, 204]);
});

test('with an operation only its requests count', async () => {
  const ward = await openWard();
  ward.sandbox.fail({ kind: 'server-error', operation: 'sendMessage' });
  await ask(ward.sandbox, `/message/typing/?recipient=${NURSE}`);
  await send(ward);
  expect(statuses(ward)).toEqual([200, 503]);
});

test('a request meets one fault, in the order in which they were added', async () => {
  const ward = await openWard();
  ward.sandbox.fail({ kind: 'server-error', status: 500 });
  ward.sandbox.fail({ kind: 'server-error', status: 502 });
  for (let count = 0; count < 3; count += 1) await send(ward);
  expect(statuses(ward)).toEqual([500, 502, 204]);
});

test('an outage lasts until recovery', async () => {
  const ward = await openWard();
  ward.sandbox.fail({ kind: 'server-error', times: Infinity });
  for (let count = 0; count < 3; count += 1) await send(ward);
  ward.sandbox.recover();
  await send(ward);
  expect(statuses(ward)).toEqual([503, 503, 503, 204]);
});

test.each<[string, object]>([
  ['kind', { kind: 'flood' }],
  ['kind', { kind: 'constructor' }],
  ['times', { kind: 'latency', times: 0 }],
  ['times', { kind: 'latency', times: NaN }],
  ['after', { kind: 'latency', after: -1 }],
  ['delay', { kind: 'latency', delay: -1 }],
  ['delay', { kind: 'latency', delay: Infinity }],
  ['status', { kind: 'server-error', status: 404 }],
  ['times', { kind: 'latency', times: null }],
  ['operation', { kind: 'latency', operation: 'send' }],
  ['time', { kind: 'latency', time: 2 }],
  ['retryAfter', { kind: 'latency', retryAfter: 1 }],
  ['delay', { kind: 'rate-limit', delay: 1 }],
  ['status', { kind: 'rate-limit', status: 429 }],
  ['retryAfter', { kind: 'rate-limit', retryAfter: 'a\r\nb' }],
])('a fault with a wrong %s is refused by its name', async (name, fault) => {
  const { sandbox } = await openWard();
  expect(() => {
    sandbox.fail(fault as Fault);
  }).toThrow(new RegExp(`^${name}: `));
});

test.each([null, undefined, 'latency', 7])('a fault of %j is refused by name', async (fault) => {
  const { sandbox } = await openWard();
  expect(() => {
    sandbox.fail(fault as unknown as Fault);
  }).toThrow(new RangeError('fault: must be an object with a kind'));
});

test('a fault that its owner changes later stays as it was added', async () => {
  const ward = await openWard();
  const fault = { kind: 'server-error' as const, status: 500 };
  ward.sandbox.fail(fault);
  fault.status = 599;
  await send(ward);
  expect(statuses(ward)).toEqual([500]);
});
