/** The simulator on sound code, and on broken code; in processes of its own, so that it runs at its full speed. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, test } from '@jest/globals';

import { load } from './load.js';
import { MUTANTS } from './mutants.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MINUTES = 60_000;

async function simulate(...flags: string[]): Promise<string> {
  const run = ['--no-warnings', '--import', 'tsx', 'scripts/simulate.ts', ...flags];
  const process = promisify(execFile)(globalThis.process.execPath, run, {
    cwd: ROOT,
    maxBuffer: 1e8,
  });
  const { stdout } = await process.catch((error: unknown) => error as { stdout: string });
  return stdout;
}

test(
  '200,000 sends break no promise, and reach every state',
  async () => {
    const result = JSON.parse(
      await simulate('--sends', '200000', '--seeds', '1000000', '--json'),
    ) as {
      sends: number;
      missing: string[];
    };
    expect(result).not.toHaveProperty('broken');
    expect(result.missing).toEqual([]);
    expect(result.sends).toBeGreaterThanOrEqual(200_000);
  },
  10 * MINUTES,
);

test('a seed is a history, to the letter', async () => {
  const histories = (from: string): Promise<string> =>
    simulate('--hash', '--seeds', '150', '--from', from);
  const [once, again, others] = [await histories('1'), await histories('1'), await histories('2')];
  expect(once).toMatch(/^[\da-f]{64}\n$/);
  expect(again).toBe(once);
  expect(others).not.toBe(once);
}, 120_000);

test('a mutant whose text is gone is refused', async () => {
  const from = 'this text stands nowhere';
  await expect(load([{ file: 'src/retry/wait.ts', from, to: '' }])).rejects.toThrow(
    'src/retry/wait.ts has 0 times, and not once: this text stands nowhere',
  );
});

describe('the simulator finds a client in which', () => {
  const results = new Map<string, object>();

  beforeAll(async () => {
    const found = JSON.parse(await simulate('--mutants', '--json')) as {
      name: string;
    }[];
    for (const result of found) results.set(result.name, result);
  }, 15 * MINUTES);

  test.each(MUTANTS.map(({ name }) => name))('%s', (name) => {
    // A defect that cannot be made any more, since the code has changed, is to be written anew.
    expect(results.get(name)).toEqual({
      ...{ name, seed: expect.any(Number) },
      ...{ promise: expect.any(String), details: expect.any(String) },
    });
  });
});
