/** A small part of what the simulator does in CI. */
import { expect, test } from '@jest/globals';

import { World } from '../simulation/world.js';
import { subject, testSimulatedCommands } from './simulated-commands.js';

testSimulatedCommands('client', 40);

test('simulated histories', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const { broken } = await new World(await subject(), seed).run();
    expect(broken).toBeUndefined();
  }
});
