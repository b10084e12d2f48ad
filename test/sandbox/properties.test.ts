/** What holds in a sandbox for any order of calls. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { DeliveryState, SandboxMessage } from '../../src/sandbox/index.js';
import { MINUTE, NURSE, openWard, type Ward } from './support.js';

const ORDER: readonly DeliveryState[] = ['sent', 'delivered', 'read'];
const KEYS = [1, 2, 3, 4].map((digit) => `e9fe5f3a-f7cf-4278-8aca-0b558b5c90a${digit}`);

const step = fc.oneof(
  fc.record({
    kind: fc.constant('send' as const),
    key: fc.constantFrom(...KEYS),
    ttl: fc.option(fc.integer({ min: 1, max: 3 })),
    deleteOnRead: fc.boolean(),
    fault: fc.constantFrom(
      undefined,
      'reset-before' as const,
      'reset-after' as const,
      'half-body' as const,
      'server-error' as const,
    ),
  }),
  fc.record({
    kind: fc.constant('status' as const),
    which: fc.nat(5),
    state: fc.constantFrom('delivered' as const, 'read' as const),
  }),
  fc.record({ kind: fc.constant('typing' as const) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 2 * MINUTE }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(ward: Ward, drawn: Step, tokens: Map<string, Set<string>>): Promise<void> {
  const { sandbox, messages, clock } = ward;
  switch (drawn.kind) {
    case 'send': {
      const { key: requestId, deleteOnRead, fault } = drawn;
      if (fault !== undefined) sandbox.fail({ kind: fault, operation: 'sendMessage' });
      const ttl = drawn.ttl ?? undefined;
      const sent = await messages.send({
        to: NURSE,
        body: requestId,
        requestId,
        ttl,
        deleteOnRead,
      });
      tokens.set(requestId, (tokens.get(requestId) ?? new Set()).add(sent.messageId));
      return;
    }
    case 'status': {
      const message = sandbox.messages[drawn.which];
      if (message) await messages.updateStatus({ [drawn.state]: [message.messageId] });
      return;
    }
    case 'typing':
      await messages.typing(NURSE);
      return;
    case 'wait':
      clock.advance(drawn.ms);
  }
}

function check(
  before: readonly SandboxMessage[],
  after: readonly SandboxMessage[],
  now: number,
): void {
  for (const message of after) {
    const former = before.find(({ messageId }) => messageId === message.messageId);
    const { state, removed, body, deleteOnRead, expiresAt = Infinity, readAt } = message;
    if (former) {
      expect(ORDER.indexOf(state)).toBeGreaterThanOrEqual(ORDER.indexOf(former.state));
      if (former.removed) expect(removed).toBe(former.removed);
    }
    expect(body === '').toBe(removed !== undefined);
    expect(removed !== undefined).toBe(expiresAt <= now);
    if (deleteOnRead && removed === undefined) {
      expect(expiresAt).toBeLessThanOrEqual((readAt ?? Infinity) + MINUTE);
    }
    expect(message.deliveredAt !== undefined).toBe(state !== 'sent');
    expect(message.readAt !== undefined).toBe(state === 'read');
  }
  expect(after.length).toBeGreaterThanOrEqual(before.length);
}

test('each Request-ID makes one message and always gives its token; no state moves back', async () => {
  const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
    const ward = await openWard();
    const tokens = new Map<string, Set<string>>();
    try {
      for (const drawn of steps) {
        const before = ward.sandbox.messages;
        await take(ward, drawn, tokens);
        check(before, ward.sandbox.messages, ward.clock.now());
      }
      expect([...tokens.values()].map(({ size }) => size)).toEqual([...tokens].map(() => 1));
      const keys = ward.sandbox.messages.map(({ requestId }) => requestId);
      expect(new Set(keys)).toEqual(new Set(tokens.keys()));
      expect(keys).toHaveLength(tokens.size);
    } finally {
      await ward.sandbox.close();
    }
  });
  await fc.assert(property, { numRuns: 40 });
}, 60_000);

test('parallel attempts of one send make one message', async () => {
  const { sandbox, messages } = await openWard();
  const [requestId = ''] = KEYS;
  sandbox.fail({ kind: 'reset-after', times: 3 });
  const sent = await Promise.all(
    Array.from({ length: 12 }, () => messages.send({ to: NURSE, body: 'x', requestId })),
  );
  expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(1);
  expect(sandbox.messages).toHaveLength(1);
});
