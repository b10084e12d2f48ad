/** An application may change for all of `pg` in its process what rows become: the outbox reads its own all the same. */
import { afterEach, expect, test } from '@jest/globals';

import { loadPg } from '../../src/outbox/requirements.js';
import { MESSAGE, setUp, untilState } from './support.js';

// The one that the outbox has: this folder has another of its own.
const { default: pg } = await loadPg();
const { BOOL, INT4, INT8, FLOAT8, JSON: JSON_TYPE, JSONB, TIMESTAMPTZ } = pg.types.builtins;
type Type = (typeof pg.types.builtins)[keyof typeof pg.types.builtins];
const TYPES: readonly Type[] = [BOOL, INT4, INT8, FLOAT8, JSON_TYPE, JSONB, TIMESTAMPTZ];
const usual = new Map(TYPES.map((type) => [type, pg.types.getTypeParser(type) as () => unknown]));
afterEach(() => {
  for (const [type, parser] of usual) pg.types.setTypeParser(type, parser);
});

test.each<[string, readonly Type[], (text: string) => unknown]>([
  ['text for all', TYPES, (text) => text],
  ['BigInt for whole numbers', [INT4, INT8], BigInt],
  ['something of its own for JSON', [JSON_TYPE, JSONB], (text) => ({ text })],
])('%s: messages are sent, and their status can be read', async (_, types, parser) => {
  for (const type of types) pg.types.setTypeParser(type, parser);
  const { outbox, accepted, events } = await setUp({ rate: { perSecond: 100 } });
  const { requestId } = await outbox.enqueue({ ...MESSAGE, ttl: 60 });
  await outbox.work();
  await untilState(outbox, requestId, 'sent');
  expect(accepted).toEqual([requestId]);
  expect(await outbox.counts()).toMatchObject({ sent: 1, queued: 0 });
  const { enqueuedAt = 0, expiresAt = 0 } = (await outbox.status(requestId)) ?? {};
  const lifetime = Number(expiresAt) - Number(enqueuedAt);
  expect(lifetime).toBeGreaterThan(3_599_000);
  expect(lifetime).toBeLessThan(3_601_000);
  expect(events).toMatchObject([{ type: 'sent', attempts: 1, age: expect.any(Number) }]);
});
