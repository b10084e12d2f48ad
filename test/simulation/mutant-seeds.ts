/**
 * Seeds that found the deliberate defects, tried before all others. Whether a defect is found within the seeds of a search
 * does not depend on them, only how long that takes: where one finds it no more, since the simulator or the code has
 * changed, the search goes through all seeds. `npm run simulate -- --mutants --remember` writes them anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('mutant-seeds.json', import.meta.url);

/** By the names of the defects. */
export type MutantSeeds = Partial<Record<string, number>>;

export const readSeeds = (): MutantSeeds => JSON.parse(readFileSync(FILE, 'utf8')) as MutantSeeds;

export const writeSeeds = (seeds: MutantSeeds): void => {
  writeFileSync(FILE, `${JSON.stringify(seeds, null, 2)}\n`);
};
