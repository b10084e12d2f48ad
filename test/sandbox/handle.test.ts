/** The handle that `startSandbox` gives: its lists, `read`, `reset`, and its options. */
import { describe, expect, test } from '@jest/globals';

import { startSandbox } from '../../src/sandbox/index.js';
import { NURSE, only, openWard } from './support.js';

const ID = 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad';

describe('the handle', () => {
  test('gives lists that do not change afterwards', async () => {
    const { sandbox, messages } = await openWard();
    const { messageId } = await messages.send({ to: NURSE, body: 'x' });
    const before = sandbox.messages;
    expect(sandbox.read(messageId)).toBe(true);
    expect(only(before).state).toBe('sent');
    expect(only(sandbox.messages).state).toBe('read');
    expect(sandbox.read(ID)).toBe(false);
  });

  test('forgets everything on reset', async () => {
    const { sandbox, messages, clock } = await openWard();
    await messages.send({ to: NURSE, body: 'x', ttl: 5, requestId: ID });
    sandbox.fail({ kind: 'rate-limit', times: Infinity });
    sandbox.reset();
    expect([sandbox.messages, sandbox.accounts, sandbox.requests]).toEqual([[], [], []]);
    expect(clock.pending).toBe(0);
    const sent = await messages.send({ to: NURSE, body: 'x', requestId: ID });
    expect(sent).toMatchObject({ duplicate: false, attempts: 1 });
  });

  test.each([
    ['port', { port: -1 }],
    ['port', { port: 1.5 }],
    ['apiKey', { apiKey: 'a:b' }],
    ['apiKey', { apiKey: 7 as never }],
    ['apiSecret', { apiSecret: '' }],
    ['apiSecret', { apiSecret: null as never }],
    ['capacity', { capacity: 0 }],
    ['strict', { strict: 'no' as never }],
    ['prot', { prot: 3 } as never],
  ])('refuses a wrong %s by its name', async (name, options) => {
    await expect(openWard(options)).rejects.toThrow(new RegExp(`^${name}: `));
  });

  test.each([null, 8080, 'strict'])('refuses %j for its options', async (options) => {
    const started = Promise.resolve().then(() => startSandbox(options as never));
    await expect(started).rejects.toThrow('options: must be an object');
  });

  test('says when the port is taken', async () => {
    const { sandbox } = await openWard();
    const port = Number(new URL(sandbox.url).port);
    await expect(openWard({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
