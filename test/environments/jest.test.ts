/** Applications that test with jest as it comes: no transform of packages, no preset. */
import { afterAll, beforeAll, describe, test } from '@jest/globals';

import { conformance, expectConformance, type Outcomes } from './conformance.js';
import { nodes, project, removeProjects, resultOf, run, tool } from './environment.js';

let cwd: string;

beforeAll(async () => {
  cwd = await project();
});
afterAll(removeProjects);

describe.each(Object.entries(nodes))('jest on Node %s', (_, node) => {
  test.each([
    ['CommonJS', 'jest-require.test.js', []],
    ['ESM', 'jest-import.test.mjs', ['--experimental-vm-modules']],
  ])('sends, in a test written as %s', async (_kind, file, options) => {
    const conditions = await conformance();
    const env = { JOBS: JSON.stringify(conditions.jobs) };
    const command = [node(), ...options, tool('jest/bin/jest.js'), file];
    expectConformance(conditions, await resultOf<Outcomes>(run(command, { cwd, env })));
  });
});
