/** Adds a test: commands of the simulator, in a small part of the histories that CI looks at. */
import { expect, test } from '@jest/globals';

import { describeFailure } from '../simulation/commands/history.js';
import { SUITES } from '../simulation/commands/suites.js';
import { load, type Subject } from '../simulation/load.js';

let loading: Promise<Subject> | undefined;
/** The code under test, on a simulated machine: loaded once. */
export const subject = (): Promise<Subject> => (loading ??= load());

export function testSimulatedCommands(suite: keyof typeof SUITES, histories: number): void {
  test('simulated commands', async () => {
    const failure = await SUITES[suite](await subject(), { seed: 1, histories });
    expect(failure && describeFailure(failure)).toBeUndefined();
  });
}
