/**
 * The simulator runs the outbox over a model of its tables and of pg-boss. Here the model is held against PostgreSQL: the
 * same statements in the same order must give the same results, and leave the same rows and jobs.
 */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { Both } from './model/both.js';
import { RealStore } from './model/real-store.js';
import { STORE_COMMANDS } from './model/store-commands.js';

const SEED = 1;

let store: RealStore;
beforeAll(async () => {
  store = await RealStore.open(`outbox_${randomUUID().replaceAll('-', '')}`);
});
afterAll(() => store.close());

/** @param change what is done to the model first */
const property = (change: (both: Both) => void = () => undefined) =>
  fc.asyncProperty(
    fc.commands(STORE_COMMANDS, { maxCommands: 40, size: 'max', disableReplayLog: true }),
    async (commands) => {
      await store.empty();
      const both = new Both(store);
      change(both);
      await fc.asyncModelRun(() => ({ model: both, real: both }), commands);
    },
  );

test('the model of the simulator does what PostgreSQL and pg-boss do, statement by statement', async () => {
  await fc.assert(property(), { numRuns: 80, seed: SEED });
}, 120_000);

test('a model that restores no tickets is found, and told in a few commands', async () => {
  const { counterexample } = await fc.check(
    property(({ model }) => {
      model.restore = () => 0;
    }),
    { numRuns: 200, seed: SEED },
  );
  const [commands] = counterexample ?? [];
  const told = [...(commands ?? [])].map(String);
  expect(told.length).toBeLessThanOrEqual(4);
  expect(told[0]).toMatch(/^insert /);
  expect(told.at(-1)).toBe('restore');
}, 120_000);
