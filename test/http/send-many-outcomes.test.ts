/** Whatever was read from the source of a `sendMany` has one outcome, however the run is left. */
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';

import {
  type FetchFunction,
  type SendMessage,
  type SendOutcome,
  type SentMessage,
} from '../../src/index.js';
import { testClient } from '../support/client.js';
import { accepted, startServer } from '../support/server.js';

type Outcome = SendOutcome<SendMessage, SentMessage>;

const TO = 'nurse@ward.example';
const message = (n: number): SendMessage => ({ to: TO, body: `message ${n}` });

/** So many turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** What becomes of a message, and after how many turns. */
interface Fate {
  kind: 'accepted' | 'refused' | 'broken' | 'invalid';
  turns: number;
  /** Before the source gives it. */
  wait: number;
}

const FATE: fc.Arbitrary<Fate> = fc.record({
  kind: fc.constantFrom('accepted', 'accepted', 'refused', 'broken', 'invalid'),
  turns: fc.nat(4),
  wait: fc.nat(3),
});

type Reader = Iterator<unknown> | AsyncIterator<unknown>;

/** Each makes a source of the messages, which counts what it gave. */
const SOURCES: Record<string, (fates: Fate[], give: (n: number) => SendMessage) => () => Reader> = {
  list: (fates, give) => () => {
    const places = fates.keys();
    return {
      next: () => {
        const { done, value } = places.next();
        return done === true ? { done, value } : { done: false, value: give(value) };
      },
    };
  },
  'list of promises': (fates, give) =>
    function* () {
      for (const [n, { wait }] of fates.entries()) yield turns(wait).then(() => give(n));
    },
  generator: (fates, give) =>
    function* () {
      for (const n of fates.keys()) yield give(n);
    },
  'async generator': (fates, give) =>
    async function* () {
      for (const [n, { wait }] of fates.entries()) {
        await turns(wait);
        yield give(n);
      }
    },
  'async generator that fails': (fates, give) =>
    async function* () {
      for (const [n, { wait }] of fates.entries()) {
        await turns(wait);
        yield give(n);
      }
      throw new RangeError('the file ended in the middle');
    },
};

const WAYS = ['to the end', 'break', 'throw in the loop', 'abort', 'return', 'throw'] as const;

interface Run {
  outcomes: AsyncGenerator<Outcome, void, undefined>;
  taken: Outcome[];
  after: number;
  abort: () => void;
}

/** Takes some outcomes, then leaves. What the run ends with is the caller's to judge. */
async function leave(way: (typeof WAYS)[number], run: Run): Promise<void> {
  const { outcomes, taken, after, abort } = run;
  if (way === 'return' || way === 'throw') {
    for (let count = 0; count < after; count++) {
      const next = await outcomes.next();
      if (next.done === true) return;
      taken.push(next.value);
    }
    // While the run is busy with the next outcome, too.
    const next = outcomes.next().then(({ done, value }) => {
      if (done !== true) taken.push(value);
    });
    await Promise.all([
      next,
      way === 'return' ? outcomes.return() : outcomes.throw(new RangeError('enough')),
    ]);
    return;
  }
  if (way === 'abort' && after === 0) abort();
  for await (const outcome of outcomes) {
    taken.push(outcome);
    if (taken.length < after) continue;
    if (way === 'break') break;
    if (way === 'throw in the loop') throw new RangeError('enough');
    if (way === 'abort') abort();
  }
}

test('read = fulfilled + rejected, however the run is left', async () => {
  const property = fc.asyncProperty(
    fc.array(FATE, { maxLength: 12 }),
    fc.constantFrom(...Object.keys(SOURCES)),
    fc.constantFrom(...WAYS),
    fc.nat(8),
    fc.integer({ min: 1, max: 4 }),
    async (fates, source, way, after, concurrency) => {
      const requested: string[] = [];
      const fetch: FetchFunction = async (_, { body }) => {
        const text = new URLSearchParams(body as string).get('body') ?? '';
        requested.push(text);
        const fate = fates[Number(text.slice('message '.length))];
        await turns(fate?.turns ?? 0);
        if (fate?.kind === 'broken') throw new Error('broken');
        const status = fate?.kind === 'refused' ? 400 : 204;
        return new Response(null, { status, headers: { 'TT-X-Message-Id': text } });
      };
      const { messages } = testClient(
        { url: 'https://api.example' },
        { fetch, maxRetries: 0 },
      ).tigerconnect;
      let read = 0;
      const give = (n: number): SendMessage => {
        read += 1;
        return fates[n]?.kind === 'invalid' ? { to: TO, body: '' } : message(n);
      };
      const controller = new AbortController();
      const settled: Outcome[] = [];
      const makeReader = SOURCES[source]?.(fates, give);
      const isAsync = source.startsWith('async');
      const outcomes = messages.sendMany(
        { [isAsync ? Symbol.asyncIterator : Symbol.iterator]: makeReader } as never,
        { concurrency, signal: controller.signal, onOutcome: (outcome) => settled.push(outcome) },
      );
      const taken: Outcome[] = [];
      const abort = (): void => {
        controller.abort();
      };
      const end: unknown = await leave(way, { outcomes, taken, after, abort }).then(
        () => undefined,
        (error: unknown) => error,
      );
      // What had left has settled by now.
      const bodies = new Set(settled.map(({ message: sent }) => sent.body));
      expect(requested.filter((body) => !bodies.has(body))).toEqual([]);
      // A source that was busy gives one more, or none.
      await turns(8);

      expect(settled.map(({ index }) => index).sort((a, b) => a - b)).toEqual([
        ...Array(read).keys(),
      ]);
      expect(settled).toEqual(expect.arrayContaining(taken));
      expect(new Set(taken).size).toBe(taken.length);
      for (const { index, message: sent, ...outcome } of settled) {
        const fate = fates[index]?.kind;
        if (outcome.status === 'fulfilled') {
          expect([fate, outcome.value.messageId]).toEqual(['accepted', `message ${index}`]);
          continue;
        }
        // What is said not to be sent was refused, or never left.
        const { delivery } = outcome.reason as { delivery: string };
        if (delivery === 'not-sent' && fate !== 'refused') {
          expect(requested).not.toContain(sent.body);
        }
        if (fate === 'accepted') expect(outcome.reason).toMatchObject({ code: 'aborted' });
      }
      // Only a run that came to its end, or was left by its reader, ends without an error.
      if (way === 'to the end') {
        expect(end === undefined).toBe(!source.endsWith('fails'));
        expect(taken).toHaveLength(fates.length);
      }
    },
  );
  await fc.assert(property, { numRuns: 600 });
});

describe('sendMany', () => {
  test('left early, tells onOutcome what became of the messages in flight', async () => {
    const server = await startServer((request) =>
      request.body.includes('+0') ? accepted() : { status: 400 },
    );
    const outcomes: string[] = [];
    const { messages } = testClient(server).tigerconnect;
    const onOutcome = ({ index, status }: Outcome): void => {
      outcomes[index] = status;
    };
    const source = [message(0), message(1), message(2)];
    for await (const { index } of messages.sendMany(source, { concurrency: 3, onOutcome })) {
      expect(index).toBeLessThan(3);
      break;
    }
    expect(outcomes.slice(0, server.requests.length)).toEqual(
      ['fulfilled', 'rejected', 'rejected'].slice(0, server.requests.length),
    );
    expect(server.requests.length).toBeGreaterThan(0);
  });

  test('tells of a message that a busy source gives after the abort, and does not send it', async () => {
    const server = await startServer([accepted()]);
    const controller = new AbortController();
    let release: (value: SendMessage) => void = () => undefined;
    const source: AsyncIterable<SendMessage> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ value: await new Promise<SendMessage>((give) => (release = give)) }),
      }),
    };
    const outcomes: Outcome[] = [];
    const { messages } = testClient(server).tigerconnect;
    const run = messages.sendMany(source, {
      signal: controller.signal,
      onOutcome: (outcome) => outcomes.push(outcome),
    });
    const next = run.next();
    controller.abort('the shift is over');
    await expect(next).rejects.toMatchObject({
      code: 'aborted',
      cause: 'the shift is over',
      message:
        'the run was aborted; it has the outcomes of all 0 messages read, and what the source gives next is not sent',
    });
    expect(outcomes).toEqual([]);
    release(message(0));
    await turns(2);
    expect(outcomes).toMatchObject([
      {
        index: 0,
        message: message(0),
        status: 'rejected',
        reason: {
          code: 'aborted',
          delivery: 'not-sent',
          attempts: 0,
          message: 'the run ended before this message was sent',
          cause: 'the shift is over',
        },
      },
    ]);
    expect(server.requests).toEqual([]);
  });

  test('sends the messages of a list of promises', async () => {
    const server = await startServer([accepted()]);
    const source = [0, 1, 2].map((n) => Promise.resolve(message(n)));
    const bodies: string[] = [];
    for await (const outcome of testClient(server).tigerconnect.messages.sendMany(source)) {
      expect(outcome.status).toBe('fulfilled');
      bodies[outcome.index] = outcome.message.body;
    }
    expect(bodies).toEqual(['message 0', 'message 1', 'message 2']);
  });

  test('ends with what a promise of the list rejects with, and closes the source', async () => {
    const server = await startServer([accepted()]);
    const { messages } = testClient(server).tigerconnect;
    const lost = new RangeError('no such ward');
    const source = [Promise.resolve(message(0)), Promise.reject(lost), Promise.reject(lost)];
    const statuses: string[] = [];
    await expect(
      (async () => {
        for await (const { status } of messages.sendMany(source)) statuses.push(status);
      })(),
    ).rejects.toBe(lost);
    expect(statuses).toEqual(['fulfilled']);

    let closed = false;
    function* generator(): Generator<Promise<SendMessage>> {
      try {
        yield Promise.reject(lost);
      } finally {
        closed = true;
      }
    }
    await expect(messages.sendMany(generator()).next()).rejects.toBe(lost);
    expect(closed).toBe(true);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('full'))],
  ])('goes on when onOutcome %s', async (_, onOutcome) => {
    const server = await startServer([accepted()]);
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    let count = 0;
    const { messages } = testClient(server).tigerconnect;
    for await (const { status } of messages.sendMany([message(0), message(1)], { onOutcome })) {
      expect(status).toBe('fulfilled');
      count += 1;
    }
    await turns(2);
    expect(count).toBe(2);
    const warning = 'tigerconnect-messages: onOutcome threw Error';
    expect(warn.mock.calls).toEqual([[warning], [warning]]);
    warn.mockRestore();
  });

  test('refuses an onOutcome that is no function', () => {
    const { messages } = testClient({ url: 'https://api.example' }).tigerconnect;
    expect(() => messages.sendMany([], { onOutcome: [] as never })).toThrow(
      expect.objectContaining({ field: 'onOutcome', message: 'onOutcome: must be a function' }),
    );
  });
});
