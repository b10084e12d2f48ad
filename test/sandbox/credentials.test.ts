/** Basic credentials: which are taken, and that no record shows them. */
import { describe, expect, test } from '@jest/globals';

import { ask, NURSE, openWard } from './support.js';

describe('credentials', () => {
  test.each([
    ['key', 'other', 'sandbox-secret'],
    ['secret', 'sandbox-key', 'other'],
  ])('with a wrong %s are refused', async (_, key, secret) => {
    const { sandbox } = await openWard();
    const headers = { Authorization: `Basic ${btoa(`${key}:${secret}`)}` };
    const response = await ask(sandbox, `/message/typing/?recipient=${NURSE}`, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
  });

  test('may be chosen, with colons in the secret', async () => {
    const { messages } = await openWard({ apiKey: 'ward-7', apiSecret: 'a:b:ü' });
    await expect(messages.typing(NURSE)).resolves.toBeUndefined();
  });

  test('never show in the log of requests', async () => {
    const { sandbox, messages } = await openWard({ apiSecret: 'hush-hush' });
    await messages.send({ to: NURSE, body: 'x' });
    const shown = JSON.stringify(sandbox.requests);
    expect(shown).not.toContain('hush-hush');
    expect(shown).not.toContain(btoa('sandbox-key:hush-hush'));
  });
});
