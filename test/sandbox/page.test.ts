/** The page's formatting and its store, without a browser. */
import { describe, expect, test } from '@jest/globals';

import type { SandboxMessage, SandboxRequest } from '../../src/sandbox/index.js';
import {
  countdown,
  decodeFields,
  summariseOutcome,
  formatRequest,
  formatResponse,
} from '../../src/sandbox/page/format.js';
import { Store } from '../../src/sandbox/page/store.js';
import type { Snapshot } from '../../src/sandbox/state/snapshot.js';

const message = (number: number, more: Partial<SandboxMessage> = {}): SandboxMessage => ({
  messageId: `m${number}`,
  recipient: 'nurse@ward.example',
  body: `${number}`,
  deleteOnRead: false,
  requestId: `r${number}`,
  state: 'sent',
  sentAt: number,
  warnings: [],
  ...more,
});
const request = (id: number, more: Partial<SandboxRequest> = {}): SandboxRequest => ({
  id,
  at: id,
  method: 'POST',
  target: '/v2/message/?recipient=nurse%40ward.example',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: 'body=Gr%C3%B6%C3%9Fe+1',
  operation: 'sendMessage',
  messageIds: [],
  warnings: [],
  ...more,
});
const empty: Snapshot = {
  now: 0,
  url: '',
  messages: [],
  requests: [],
  typing: [],
  faults: [],
  totals: { messages: 0, requests: 0, recipients: 0 },
};

test.each([
  [0, '0:00'],
  [-5, '0:00'],
  [1, '0:01'],
  [9_000, '0:09'],
  [300_000, '5:00'],
  [3_600_000, '1:00:00'],
  [86_400_000, '24:00:00'],
  [3 * 86_400_000, '3 d'],
])('%d ms are %s', (ms, words) => {
  expect(countdown(1_000 + ms, 1_000)).toBe(words);
});

describe('a request', () => {
  test('is shown as it was on the wire, and decoded', () => {
    expect(formatRequest(request(1))).toBe(
      'POST /v2/message/?recipient=nurse%40ward.example HTTP/1.1\n' +
        'Content-Type: application/x-www-form-urlencoded\n\nbody=Gr%C3%B6%C3%9Fe+1',
    );
    expect(decodeFields(request(1))).toEqual([
      ['recipient', 'nurse@ward.example'],
      ['body', 'Größe 1'],
    ]);
    expect(decodeFields(request(1, { headers: {}, target: '/v2/message/' }))).toEqual([]);
  });

  const response = { status: 204, headers: { 'TT-X-Message-Id': 'm1' }, body: '' };
  test.each<[string, Partial<SandboxRequest>, string, boolean, string]>([
    ['answered', { response }, '204', true, 'HTTP/1.1 204 No Content\nTT-X-Message-Id: m1'],
    ['refused', { response: { ...response, status: 429 } }, '429', false, 'HTTP/1.1 429 Too Many'],
    ['pending', {}, '…', true, 'Not answered yet'],
    ['reset', { fault: 'reset-after' }, 'reset', false, 'Handled; then the connection was reset'],
    ['reset', { fault: 'reset-before' }, 'reset', false, 'Connection reset before'],
    ['silent', { fault: 'no-answer' }, 'no answer', false, 'Handled; no answer'],
    ['cut', { fault: 'half-body', response }, '204, cut off', false, 'HTTP/1.1 204'],
  ])('that was %s says so', (_, more, text, ok, words) => {
    expect(summariseOutcome(request(1, more))).toEqual({ text, ok });
    expect(formatResponse(request(1, more))).toMatch(new RegExp(`^${words}`));
  });
});

describe('the store', () => {
  test('counts and finds the attempts of a message, the lost ones too', () => {
    const store = new Store();
    const requests = [
      request(1, { requestId: 'r1', fault: 'reset-before' }),
      request(2, { requestId: 'r1', messageIds: ['m1'] }),
      request(3, { requestId: 'r2', messageIds: ['m2'] }),
      request(4, { operation: 'updateMessageStatus', messageIds: ['m1', 'm2'] }),
    ];
    store.replace({ ...empty, messages: [message(1), message(2)], requests });
    expect(Object.fromEntries(store.attempts())).toEqual({ r1: 2, r2: 1 });
    expect(store.requests().map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    store.messageId = 'm1';
    expect(store.requests().map(({ id }) => id)).toEqual([4, 2, 1]);
  });

  test('holds no more than a snapshot does, however long the page stays open', () => {
    const store = new Store();
    store.replace(empty);
    for (let number = 1; number <= 600; number += 1) {
      store.message(message(number));
      store.request(request(number));
    }
    expect(store.conversations()[0]?.messages).toHaveLength(500);
    expect(store.requests()).toHaveLength(500);
  });

  test('keeps the chosen conversation until it is gone', () => {
    const store = new Store();
    store.replace({ ...empty, messages: [message(1)] });
    expect(store.recipient).toBe('nurse@ward.example');
    store.message(message(2, { recipient: '+14155552671' }));
    expect(store.conversations()[0]?.recipient).toBe('+14155552671');
    expect(store.recipient).toBe('nurse@ward.example');
    store.replace({ ...empty, messages: [message(2, { recipient: '+14155552671' })] });
    expect(store.recipient).toBe('+14155552671');
  });

  test('does not count read or removed messages as unread', () => {
    const store = new Store();
    const messages = [
      message(1),
      message(2, { state: 'read' }),
      message(3, { removed: 'expired' }),
    ];
    store.replace({ ...empty, messages });
    expect(store.conversations()[0]?.unread).toBe(1);
  });
});
