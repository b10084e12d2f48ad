/** A seed is the same history on every Node: what one machine finds, another one replays. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { beforeAll, expect, test } from '@jest/globals';

import { nodes } from './environment.js';

const SIMULATE = ['--no-warnings', '--import', 'tsx', 'scripts/simulate.ts'];

async function hash(node: string): Promise<string> {
  const { stdout } = await promisify(execFile)(node, [...SIMULATE, '--hash', '--seeds', '100']);
  return stdout;
}

let here: string;
beforeAll(async () => {
  here = await hash(process.execPath);
});

test.each(Object.keys(nodes) as (keyof typeof nodes)[])(
  'on Node %s a seed is the same history, to the letter',
  async (version) => {
    expect(here).toMatch(/^[\da-f]{64}\n$/);
    expect(await hash(nodes[version]())).toBe(here);
  },
);
