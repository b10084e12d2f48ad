/** The page's words and its records, without a browser. */
import { describe, expect, test } from '@jest/globals';

import type { SandboxMessage, SandboxRequest, SandboxResponse } from '../../src/sandbox/index.js';
import { makeLists } from '../../src/sandbox/page/model/lists.js';
import { makePage } from '../../src/sandbox/page/model/page.js';
import { Records } from '../../src/sandbox/page/model/records.js';
import { View } from '../../src/sandbox/page/model/view.js';
import { describeDeed } from '../../src/sandbox/page/words/deed.js';
import { readFields } from '../../src/sandbox/page/words/fields.js';
import { countdown, formatDuration } from '../../src/sandbox/page/words/format.js';
import { describeOutcome } from '../../src/sandbox/page/words/outcome.js';
import { describeWaiting, faultLine } from '../../src/sandbox/page/words/pending-fault.js';
import { splitReason } from '../../src/sandbox/page/words/refusal.js';
import { summarise } from '../../src/sandbox/page/words/story.js';
import { formatCurl, formatRequest } from '../../src/sandbox/page/words/wire-text.js';
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
const answer = (status: number, body: object | string = ''): SandboxResponse => ({
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const empty: Snapshot = {
  now: 0,
  url: '',
  operations: [],
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
  [2 * 86_400_000 - 1_000, '47:59:59'],
  [3 * 86_400_000, '3 d'],
  [30 * 86_400_000 - 9_000, '30 d'],
])('a time left of %d ms is %s', (ms, words) => {
  expect(countdown(1_000 + ms, 1_000)).toBe(words);
});

test.each([
  [0, '< 1 ms'],
  [314, '314 ms'],
  [1_010, '1.01 s'],
  [2_000, '2 s'],
  [61_400, '61 s'],
  [600_000, '10 min'],
])('a duration of %d ms is %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

describe('a request', () => {
  test('is read whatever the type of its body', () => {
    expect(readFields(request(1))).toEqual([
      ['recipient', 'nurse@ward.example'],
      ['body', 'Größe 1'],
    ]);
    const json = { 'content-type': 'application/json' };
    const target = '/v2/message/';
    const body = '{"body":"x","ttl":5,"data":[{"a":1}]}';
    expect(readFields(request(1, { target, headers: json, body }))).toEqual([
      ['body', 'x'],
      ['ttl', '5'],
      ['data', '[{"a":1}]'],
    ]);
    const multipart = { 'Content-Type': 'multipart/form-data; boundary=abc' };
    const parts =
      '--abc\r\nContent-Disposition: form-data; name="body"\r\n\r\nfirst\r\nsecond\r\n--abc--\r\n';
    expect(readFields(request(1, { target, headers: multipart, body: parts }))).toEqual([
      ['body', 'first\r\nsecond'],
    ]);
    expect(readFields(request(1, { target, headers: {}, body: 'body=x' }))).toEqual([]);
    expect(readFields(request(1, { target, headers: json, body: '{' }))).toEqual([]);
  });

  test('is called by what it asks for', () => {
    const to = (id: string): string | undefined => ({ m1: 'a@b.c', m2: 'd@e.f' })[id];
    const describe = (more: Partial<SandboxRequest>): string => {
      const { verb, to: object = '' } = describeDeed(request(1, more), to);
      return `${verb} ${object}`.trim();
    };
    expect(describe({})).toBe('Send to nurse@ward.example');
    expect(describe({ recipient: '+14155552671' })).toBe('Send to +14155552671');
    expect(describe({ operation: 'typingMessage' })).toBe('Typing to nurse@ward.example');
    const update = { operation: 'updateMessageStatus', target: '/v2/message/status/' } as const;
    expect(describe({ ...update, body: 'read=m1&read=m3', messageIds: ['m1', 'm3'] })).toBe(
      'Mark 2 messages read for a@b.c',
    );
    expect(describe({ ...update, body: 'delivered=m1&read=m2', messageIds: ['m1', 'm2'] })).toBe(
      'Mark 2 messages delivered and read for 2 recipients',
    );
    expect(describe({ ...update, body: '' })).toBe('Mark no message');
    // An operation that the page knows nothing of.
    const unknown = { method: 'PUT', target: '/v2/groups/7?x=1' };
    expect(describe({ ...unknown, operation: 'groups_add', pathTemplate: '/groups/{id}' })).toBe(
      'PUT /groups/{id}',
    );
    const typing = { target: '/v2/message/typing/x/', recipient: 'a@b.c' };
    expect(describe({ ...typing, operation: 'stopTyping' })).toBe('End typing to a@b.c');
    expect(describe({ ...typing, operation: 'findMessage' })).toBe('Find message to a@b.c');
  });

  test('is shown as it was on the wire, and as a curl command', () => {
    expect(formatRequest(request(1))).toBe(
      'POST /v2/message/?recipient=nurse%40ward.example HTTP/1.1\n' +
        'Content-Type: application/x-www-form-urlencoded\n\nbody=Gr%C3%B6%C3%9Fe+1',
    );
    const headers = { Host: 'x', Authorization: '(not shown)', 'Request-ID': 'r1' };
    const put = request(1, { method: 'PUT', target: "/v2/it's", headers, body: '' });
    expect(formatCurl(put, 'http://127.0.0.1:1/v2')).toBe(
      `curl -i -u "$TIGERCONNECT_API_KEY:$TIGERCONNECT_API_SECRET" -X PUT -H 'Request-ID: r1' ` +
        `'http://127.0.0.1:1/v2/it'\\''s'`,
    );
  });

  const refusal = (text: string, reasons?: string[]): object => ({
    status: 'error',
    reply: { message: text, ...(reasons && { reasons }) },
  });
  test.each<[Partial<SandboxRequest>, string, string, RegExp]>([
    [{ response: answer(204), messageIds: ['m1'] }, 'accepted', 'Accepted', /the client knows/],
    [{ response: answer(304), messageIds: ['m1'] }, 'repeat', 'Already accepted', /still one/],
    [{}, 'waiting', 'Waiting', /after a while/],
    [{ fault: 'reset-before' }, 'lost', 'Connection cut', /^Nothing was done/],
    [{ fault: 'reset-after', messageIds: ['m1'] }, 'lost', 'Accepted, answer lost', /is here/],
    [{ fault: 'reset-after' }, 'lost', 'Handled, answer lost', /refused/],
    [{ fault: 'no-answer', messageIds: ['m1'] }, 'lost', 'Accepted, never answered', /no answer/],
    [
      { fault: 'half-body', response: answer(200), messageIds: ['m1'] },
      'lost',
      'Accepted, half an answer',
      /half an answer/,
    ],
    [{ response: answer(503) }, 'failed', 'Service failed', /cannot tell from a 503/],
    [{ response: answer(501) }, 'failed', 'Not in the sandbox', /does not know/],
    [{ response: answer(429) }, 'refused', 'Too many requests', /^Nothing was done\.$/],
    [{ response: answer(400, refusal('No.')) }, 'refused', 'Not valid', /No\.$/],
    [{ response: answer(401, refusal('Wrong.')) }, 'refused', 'Wrong key or secret', /Wrong/],
    [
      { response: answer(404, refusal('The recipient is odd.')) },
      'refused',
      'Recipient not understood',
      /is odd/,
    ],
    [{ response: answer(200), operation: 'findMessage' }, 'accepted', 'Found', /was told/],
    [
      { response: answer(405, refusal('Not with GET.')), operation: undefined as never },
      'refused',
      'No such method',
      /GET/,
    ],
    [{ response: answer(413, 'x') }, 'refused', 'Too long', /Nothing/],
    [{ response: answer(418, 'x') }, 'refused', 'Refused', /Nothing/],
    [{ response: answer(200), operation: 'typingMessage' }, 'accepted', 'Shown', /8 seconds/],
    [{ response: answer(200), operation: 'stopTyping' }, 'accepted', 'Ended', /gone/],
    [
      { response: answer(200), operation: 'updateMessageStatus' },
      'accepted',
      'Done',
      /changed nothing/,
    ],
    [
      { response: answer(200), operation: 'groups_add' },
      'accepted',
      'Answered',
      /from the document/,
    ],
    [
      { response: answer(204), messageIds: ['m1'], fault: 'latency', answeredAt: 2_001 },
      'accepted',
      'Accepted late',
      /after 2 s/,
    ],
  ])('%j ended as %s: %s', (more, kind, word, why) => {
    const one = request(1, more);
    expect(describeOutcome(one, [one])).toMatchObject({ kind, word });
    expect(describeOutcome(one, [one]).why).toMatch(why);
  });

  test('names the field that is wrong', () => {
    expect(splitReason('form ttl: must be integer')).toEqual(['ttl', 'must be integer']);
    expect(splitReason("form: must have required property 'body'")).toEqual(['body', 'is missing']);
    expect(splitReason('something else')).toEqual(['', 'something else']);
  });
});

describe('the story', () => {
  const refused = request(1, { response: answer(429) });
  const lost = request(1_000, { fault: 'reset-after', messageIds: ['m1'] });
  const again = request(1_500, { response: answer(304), messageIds: ['m1'] });
  const first = request(2_000, { response: answer(204), messageIds: ['m1'] });
  test.each<[SandboxRequest[], string, string]>([
    [[], 'nothing', ''],
    [[first], 'Arrived at the first attempt', ''],
    [[refused, first], 'Arrived at attempt 2', '2 s after the first.'],
    [[refused, lost, again], 'Arrived once', '3 attempts in 1.5 s, all with one Request-ID.'],
    [[refused], 'Did not arrive', 'It was not tried again.'],
    [[refused, refused], 'Did not arrive', '2 attempts in < 1 ms.'],
    [[lost], 'Arrived, and the client does not know', 'The client has not asked again with'],
    [[lost, request(3_000)], 'Under way', 'Attempt 2, 2 s after the first.'],
  ])('%#: is told in a sentence', (attempts, claim, more) => {
    const headline = summarise(attempts);
    expect(headline?.claim ?? 'nothing').toBe(claim);
    expect(headline?.more ?? '').toContain(more);
  });
});

test('a fault says which requests it waits for, and its line for a test', () => {
  const waiting = { id: 1, times: 1, after: 0, fault: { kind: 'latency' } } as const;
  expect(describeWaiting(waiting)).toBe('for the next request');
  // JSON has no Infinity.
  expect(describeWaiting({ ...waiting, times: null as never, after: 2 })).toBe(
    'for every request, after 2 others, until removed',
  );
  const fault = { kind: 'latency', operation: 'groups_add' } as const;
  expect(describeWaiting({ ...waiting, times: 2, fault })).toBe(
    'for the next 2 groups_add requests',
  );
  expect(faultLine({ kind: 'latency', times: Infinity, after: 1 })).toBe(
    "sandbox.fail({ kind: 'latency', times: Infinity, after: 1 });",
  );
});

describe('the records of the page', () => {
  test('find the attempts of a message, the lost ones too', () => {
    const records = new Records();
    const requests = [
      request(1, { requestId: 'R1', fault: 'reset-before' }),
      request(2, { requestId: 'r1' }),
      request(3, { messageIds: ['m2'] }),
      request(4, { operation: 'updateMessageStatus', messageIds: ['m1', 'm2'] }),
    ];
    const unkeyed: SandboxMessage = { ...message(2) };
    delete (unkeyed as { requestId?: string }).requestId;
    records.replace({ ...empty, messages: [message(1), unkeyed], requests });
    const ids = (list: readonly SandboxRequest[]): number[] => list.map(({ id }) => id);
    expect(ids(records.attemptsFor(message(1)))).toEqual([1, 2]);
    expect(ids(records.attemptsFor(unkeyed))).toEqual([3]);
    expect(ids(records.attemptsWith(request(4)))).toEqual([4]);
    records.apply({ ...empty, requests: [request(2, { requestId: 'r1', messageIds: ['m1'] })] });
    expect(records.attemptsFor(message(1)).map(({ messageIds }) => messageIds)).toEqual([
      [],
      ['m1'],
    ]);
  });

  test('are no more than a snapshot holds, but for what is looked at', () => {
    const records = new Records();
    records.replace(empty);
    records.apply({
      ...empty,
      messages: [message(0)],
      requests: [request(1, { requestId: 'r0', messageIds: ['m0'] })],
    });
    records.pinned = { messageId: 'm0', requestId: 'r0' };
    for (let number = 2; number <= 700; number += 1) {
      records.apply({ ...empty, messages: [message(number)], requests: [request(number)] });
    }
    expect(records.messages).toHaveLength(500);
    expect(records.requests).toHaveLength(500);
    expect(records.messages[0]?.messageId).toBe('m0');
    expect(records.attemptsFor(message(0))).toHaveLength(1);
    // A late change of one that was let go does not come back as the newest.
    records.apply({ ...empty, messages: [message(3, { state: 'read' })], requests: [request(3)] });
    expect(records.messages.at(-1)?.messageId).toBe('m700');
    expect(records.requests.at(-1)?.id).toBe(700);
  });

  test('tell which messages are new', () => {
    const records = new Records();
    records.replace({ ...empty, messages: [message(1)] });
    const changed = [message(1, { state: 'read' }), message(2)];
    expect(records.apply({ ...empty, messages: changed })).toEqual([message(2)]);
  });
});

describe('the lists', () => {
  test('count as unread neither what is read nor what is gone', () => {
    const records = new Records();
    const messages = [
      message(1),
      message(2, { state: 'read' }),
      message(3, { removed: 'expired' }),
    ];
    records.replace({ ...empty, messages });
    const { recipients, unread } = makeLists(records, new View());
    expect(recipients.map((entry) => entry.unread)).toEqual([1]);
    expect(unread).toBe(1);
  });

  test('are narrowed by recipient, kind and words, and counted before the kind', () => {
    const records = new Records();
    const messages = [
      message(1, { body: 'Bed 12' }),
      message(2, { body: 'bed 12 again', state: 'read' }),
      message(3, { body: 'Bed 12', recipient: '+14155552671' }),
      message(4, { body: 'elsewhere' }),
    ];
    records.replace({ ...empty, messages });
    const view = new View();
    Object.assign(view, {
      query: 'BED 12',
      recipient: 'nurse@ward.example',
      messageFilter: 'read',
    });
    const lists = makeLists(records, view);
    expect(lists.messages.map(({ messageId }) => messageId)).toEqual(['m2']);
    expect(Object.fromEntries(lists.messageCounts)).toEqual({ sent: 1, read: 1 });
    expect(lists.recipients.map(({ recipient }) => recipient)).toEqual([
      'nurse@ward.example',
      '+14155552671',
    ]);
  });
});

describe('what is chosen', () => {
  const surroundings = {
    isLive: true,
    isWide: true,
    hasDetail: true,
    draw: () => undefined,
    showMore: () => undefined,
    searchAll: () => undefined,
  };

  test('is the newest until the user chooses, and stays', () => {
    const records = new Records();
    const view = new View();
    records.replace({ ...empty, messages: [message(1), message(2)] });
    const chosen = (): string | undefined =>
      makePage(records, view, surroundings).chosen.message?.messageId;
    expect(chosen()).toBe('m2');
    records.apply({ ...empty, messages: [message(3)] });
    expect(chosen()).toBe('m2');
    view.route('#messages/m1');
    expect(chosen()).toBe('m1');
    view.route('#requests');
    expect(chosen()).toBe('m1');
    records.replace({ ...empty, messages: [message(4)] });
    view.route('#messages');
    expect(chosen()).toBe('m4');
  });

  test('of a request that sent a message is the message, with that attempt', () => {
    const records = new Records();
    const view = new View();
    const requests = [
      request(1, { requestId: 'r1', response: answer(503) }),
      request(2, { requestId: 'r1', messageIds: ['m1'], response: answer(204) }),
    ];
    records.replace({ ...empty, messages: [message(1)], requests });
    view.route('#requests/1');
    const page = makePage(records, view, surroundings);
    expect(page.chosen.message?.messageId).toBe('m1');
    expect(page.exact?.id).toBe(1);
    expect(page.attempts).toHaveLength(2);
  });
});
