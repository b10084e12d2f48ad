/** A small part of what the simulator does in CI. */
import { expect, test } from '@jest/globals';

import { describeFailure } from '../simulation/commands/history.js';
import { SUITES } from '../simulation/commands/suites.js';
import { load, type Subject } from '../simulation/load.js';
import { World } from '../simulation/world.js';

let loading: Promise<Subject> | undefined;
const subject = (): Promise<Subject> => (loading ??= load());

test('simulated commands', async () => {
  const failure = await SUITES.client(await subject(), { seed: 1, histories: 40 });
  expect(failure && describeFailure(failure)).toBeUndefined();
});

test('simulated histories', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const { broken } = await new World(await subject(), seed).run();
    expect(broken).toBeUndefined();
  }
});
