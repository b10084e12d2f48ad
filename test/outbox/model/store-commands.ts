/** What is asked of the store, in any order: all its statements, and what pg-boss, time and persons do in between. */
import { expect } from '@jest/globals';
import fc from 'fast-check';

import { claimMessages } from '../../../src/outbox/store/claim.js';
import { pauseWorkers, readPause, reserveSlots } from '../../../src/outbox/store/control.js';
import { insertMessages } from '../../../src/outbox/store/insert.js';
import {
  cancelMessages,
  expireMessages,
  replayMessages,
} from '../../../src/outbox/store/manage.js';
import { finishTickets } from '../../../src/outbox/store/order.js';
import { readCounts, readPage } from '../../../src/outbox/store/read.js';
import { restoreTickets, START } from '../../../src/outbox/store/restore.js';
import { type Settlement, settleAttempts } from '../../../src/outbox/store/settle.js';
import { MESSAGE_STATES } from '../../../src/outbox/message-status.js';
import type { Both, Held } from './both.js';
import { HEARTBEAT } from './real-store.js';

export type StoreCommand = fc.AsyncCommand<Both, Both>;

const MINUTE_MS = 60_000;
const idOf = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

function command<Given>(
  given: fc.Arbitrary<Given>,
  words: (given: Given) => string,
  act: (both: Both, given: Given) => Promise<unknown>,
  isPossible: (both: Both, given: Given) => boolean = () => true,
): fc.Arbitrary<StoreCommand> {
  return given.map((value) => ({
    check: (both) => isPossible(both, value),
    run: async (both) => {
      // Nothing happens at the same time, so that jobs can be told apart by theirs.
      await both.pass(1);
      await act(both, value);
      await both.compare();
    },
    toString: () => words(value),
  }));
}

/** Some of those that there are. */
const SOME = fc.array(fc.nat(5), { minLength: 1, maxLength: 4 });
const some = <Item>(items: readonly Item[], places: readonly number[]): Item[] => [
  ...new Set(places.flatMap((place) => items[place % items.length] ?? [])),
];

/** As a worker does: one of each message. */
const oneEach = <Item extends { readonly requestId: string }>(items: readonly Item[]): Item[] => [
  ...new Map(items.map((item) => [item.requestId, item])).values(),
];

const byId = <Item extends { readonly id: string }>(items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => (a.id < b.id ? -1 : 1));

const hasHeld = ({ held }: Both): boolean => held.length > 0;
const letGo = (both: Both, held: readonly Held[]): void => {
  both.held = both.held.filter((each) => !held.includes(each));
};
const list = (numbers: readonly number[]): string => numbers.join(' and ');

const insert = command(
  fc.array(
    fc.record({
      n: fc.nat(5),
      orderingKey: fc.constantFrom(undefined, 'a', 'b'),
      minutes: fc.constantFrom(1, 5),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  (messages) =>
    `insert ${messages.map(({ n, orderingKey: key = 'no', minutes }) => `${n} (${key} order; ${minutes} min)`).join(' and ')}`,
  async ({ store, model }, given) => {
    const messages = given.map(({ n, orderingKey, minutes }) => ({
      ...{ requestId: idOf(n), payload: `message ${n}`, encrypted: false },
      ...{ orderingKey, lifetime: minutes * MINUTE_MS },
    }));
    const added = await insertMessages(store.database, store.schema, messages);
    expect([...added].sort()).toEqual([...model.insert(messages)].sort());
  },
);

const fetch = command(
  fc.constantFrom(100, 1, 2),
  (count) => `fetch ${count}`,
  (both, count) => both.fetch(count),
  (both, count) => both.isDecided(count),
);

async function claimFor(both: Both, held: readonly Held[]): Promise<void> {
  const { store, model } = both;
  const claims = both.claimsOf(oneEach(held));
  both.claims.push(...claims.claimed);
  const real = await claimMessages(store.database, store.schema, claims.real);
  expect(byId(real)).toEqual(byId(model.claim(claims.model)));
}

const claim = command(
  SOME,
  (places) => `claim ${list(places)}`,
  (both, places) => claimFor(both, some(both.held, places)),
  hasHeld,
);

const take = command(
  fc.constant(100),
  () => 'fetch and claim all',
  async (both, count) => {
    await both.fetch(count);
    await claimFor(both, both.held);
  },
);

const settle = command(
  fc.array(
    fc.record({
      place: fc.nat(7),
      state: fc.constantFrom(...(['sent', 'queued', 'failed', 'expired', 'uncertain'] as const)),
      unknown: fc.boolean(),
      begun: fc.boolean(),
      withTicket: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  (results) =>
    `settle ${results.map(({ place, state, unknown, begun, withTicket }) => `claim ${place} as ${state}${unknown ? ' unknown' : ''}${begun ? ' begun' : ''}${withTicket ? ' with its ticket' : ''}`).join(' and ')}`,
  async ({ store, model, claims }, results) => {
    const known = results.flatMap(({ place, ...result }) => {
      const claimed = claims[place % claims.length];
      return claimed === undefined ? [] : [{ claimed, requestId: claimed.id, ...result }];
    });
    const settlementsOf = (side: 'real' | 'model'): Settlement[] =>
      oneEach(known).map(({ claimed, state, unknown, begun, withTicket }) => ({
        ...{ id: claimed.id, claim: claimed.claim, state, unknown, begun },
        ...(state === 'sent' && { messageId: 'token', duplicate: false }),
        ...(state === 'failed' && { reason: 'refused' as const, errorStatus: 400 }),
        ...(withTicket && { ticket: claimed.held[side] }),
      }));
    const written = await settleAttempts(store.database, store.schema, settlementsOf('real'));
    expect([...written].sort()).toEqual([...model.settle(settlementsOf('model'))].sort());
  },
  ({ claims }) => claims.length > 0,
);

const finish = command(
  SOME,
  (places) => `finish ${list(places)}`,
  async (both, places) => {
    const { store, model } = both;
    const used = some(both.held, places);
    await finishTickets(
      store.database,
      store.schema,
      used.map(({ real }) => real),
    );
    model.finish(used.map(({ model: ticket }) => ticket));
    letGo(both, used);
  },
  hasHeld,
);

const retry = command(
  SOME,
  (places) => `give back ${list(places)}`,
  async (both, places) => {
    const given = some(both.held, places);
    await both.store.tickets.retry(given.map(({ real, requestId }) => ({ ...real, requestId })));
    both.model.jobs.fail(given.map(({ model }) => model));
    letGo(both, given);
  },
  hasHeld,
);

const touch = command(
  SOME,
  (places) => `touch ${list(places)}`,
  async (both, places) => {
    const touched = some(both.held, places);
    await both.store.tickets.touch(touched.map(({ real, requestId }) => ({ ...real, requestId })));
    both.model.jobs.touch(touched.map(({ model }) => model));
  },
  hasHeld,
);

const change = (
  words: string,
  real: typeof replayMessages,
  modelled: (both: Both, ids: readonly string[]) => string[],
): fc.Arbitrary<StoreCommand> =>
  command(
    SOME,
    (numbers) => `${words} ${list(numbers)}`,
    async (both, numbers) => {
      const ids = [...new Set(numbers.map(idOf))];
      const changed = await real(both.store.database, both.store.schema, ids);
      expect([...changed].sort()).toEqual(modelled(both, ids).sort());
    },
  );

const NOTHING = fc.constant(undefined);

const restore = command(
  NOTHING,
  () => 'restore',
  async ({ store, model }) => {
    const { next, count } = await restoreTickets(store.database, store.schema, START);
    expect({ next, count }).toEqual({ next: undefined, count: model.restore() });
  },
);

const expire = command(
  NOTHING,
  () => 'expire',
  async ({ store, model }) => {
    const expired = await expireMessages(store.database, store.schema);
    expect(byId(expired)).toEqual(byId(model.expire()));
  },
);

const share = command(
  fc.record({ count: fc.integer({ min: 1, max: 3 }), interval: fc.constantFrom(50, 1_000) }),
  ({ count, interval }) => `reserve ${count} places ${interval} ms apart`,
  async ({ store, model }, { count, interval }) => {
    const first = await reserveSlots(store.database, store.schema, count, interval);
    expect(first).toBeCloseTo(model.reserve(count, interval), 2);
  },
);

const pause = command(
  fc.constantFrom(500, 30_000),
  (ms) => `pause for ${ms} ms`,
  async ({ store, model }, ms) => {
    await pauseWorkers(store.database, store.schema, ms);
    model.pause(ms);
    expect(await readPause(store.database, store.schema)).toBeCloseTo(model.pauseLeft(), 2);
  },
);

const read = command(
  fc.record({ state: fc.constantFrom(...MESSAGE_STATES), limit: fc.constantFrom(1, 100) }),
  ({ state, limit }) => `list ${limit} of ${state}, and count`,
  async ({ store, model }, { state, limit }) => {
    const rows = [...model.rows.values()].sort((a, b) => a.position - b.position);
    const inState = rows.filter((row) => row.state === state);
    const page = await readPage(store.database, store.schema, { state, limit });
    expect(page.map(({ requestId }) => requestId)).toEqual(
      inState.slice(0, limit).map(({ id }) => id),
    );
    const counts = await readCounts(store.database, store.schema);
    expect(counts[state]).toBe(inState.length);
  },
);

const supervise = command(
  NOTHING,
  () => 'look for dead workers',
  async (both) => {
    await both.pass(2_000);
    await both.store.supervise();
    both.model.jobs.expire(HEARTBEAT * 1_000);
  },
);

const double = command(
  fc.nat(5),
  (n) => `double a ticket of ${n}`,
  async ({ store, model }, n) => {
    const key = model.rows.get(idOf(n))?.orderingKey;
    await store.double(idOf(n), key);
    model.jobs.insert(idOf(n), key, 0);
  },
  ({ model }, n) => model.rows.has(idOf(n)),
);

const lose = command(
  fc.nat(5),
  (n) => `lose the tickets of ${n}`,
  async ({ store, model }, n) => {
    await store.loseTickets(idOf(n));
    model.jobs.lose(idOf(n));
  },
);

const wait = command(
  fc.constantFrom(1_500, 30_000, 2 * MINUTE_MS, HEARTBEAT * 1_000),
  (ms) => `${ms} ms go by`,
  (both, ms) => both.pass(ms),
);

const replay = change('replay', replayMessages, ({ model }, ids) => model.replay(ids));
const cancel = change('cancel', cancelMessages, ({ model }, ids) => model.cancel(ids));

export const STORE_COMMANDS: fc.Arbitrary<StoreCommand>[] = [
  ...[insert, insert, fetch, take, take, claim, settle, settle, settle, wait, wait],
  ...[finish, retry, touch, replay, cancel, restore, expire, share, pause, read],
  ...[supervise, double, lose],
];
