/** The package in the runtimes that it is for: each Node, Bun, Deno. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import {
  type Conformance,
  conformance,
  expectConformance,
  expectConformanceOrRefusal,
  type Outcomes,
} from './conformance.js';
import { bun, deno, nodes, project, removeProjects, resultOf, run } from './environment.js';

let plain: string;
let withUndici7: string;
let withUndici8: string;

beforeAll(async () => {
  [plain, withUndici7, withUndici8] = await Promise.all([
    project(),
    project({ undici: 'undici-7' }),
    project({ undici: 'undici-8' }),
  ]);
});
afterAll(removeProjects);

async function sends(
  command: string[],
  cwd: string,
  transport?: string,
): Promise<{ conditions: Conformance; outcomes: Outcomes }> {
  const conditions = await conformance(transport);
  const env = { JOBS: JSON.stringify(conditions.jobs), DENO_NO_UPDATE_CHECK: '1' };
  return { conditions, outcomes: await resultOf<Outcomes>(run(command, { cwd, env })) };
}

async function expectSends(
  command: string[],
  cwd: string,
  { transport, ...labels }: { transport?: string; refused?: string[] } = {},
): Promise<void> {
  const { conditions, outcomes } = await sends(command, cwd, transport);
  expectConformance(conditions, outcomes, labels);
}

/** Where the connection is not made by ours, a refusal may not be proof. */
const foreign = { refused: ['not-sent', 'unknown'] };

describe.each(Object.entries(nodes))('on Node %s', (version, node) => {
  test('the default transport sends, from ESM and from CommonJS', async () => {
    await expectSends([node(), 'send.mjs'], plain);
    await expectSends([node(), 'send.cjs'], plain);
  });

  test("the platform's fetch sends", async () => {
    await expectSends([node(), 'send.mjs'], plain, { ...foreign, transport: 'platform' });
  });

  test('undici 7 sends', async () => {
    await expectSends([node(), 'send.mjs'], withUndici7, { transport: 'undici' });
  });

  if (version !== '20.19') {
    test('undici 8 sends', async () => {
      await expectSends([node(), 'send.mjs'], withUndici8, { transport: 'undici' });
    });
  }

  test('require() and import give the same classes', async () => {
    const result = await resultOf(run([node(), 'identity.cjs'], { cwd: plain }));
    expect(result).toEqual({ differing: [], recognised: true });
  });
});

describe.each([
  ['Bun', () => [bun()]],
  ['Deno', () => [deno(), 'run', '--allow-all', '--node-modules-dir=manual', '--no-remote']],
])('on %s', (_, command) => {
  test.each(['send.mjs', 'send.cjs'])('the default transport sends, in %s', async (program) => {
    await expectSends([...command(), program], plain, foreign);
  });

  test("the platform's fetch sends", async () => {
    await expectSends([...command(), 'send.mjs'], plain, { ...foreign, transport: 'platform' });
  });

  // Bun puts a module of its own in the place of undici.
  test('undici sends, or says that it cannot', async () => {
    const { conditions, outcomes } = await sends([...command(), 'send.mjs'], withUndici7, 'undici');
    expectConformanceOrRefusal(conditions, outcomes, foreign);
  });
});
