/** Histories of commands, on sound code and on broken code, where each must shrink to a few commands that say it all. */
import { expect, test } from '@jest/globals';

import { load } from '../load.js';
import { MUTANTS } from '../mutants.js';
import { describeFailure, type Failure } from './history.js';
import { SUITES } from './suites.js';

const SEED = 1;

// Of the journal.
const REPLACED = 'a journal takes the place of one that another host has begun';
const OWN_RUNS = 'without hard links each host has a run of its own';

test.each([
  ['a client with sends and runs in flight', 'client', 300],
  ['the journal of the command', 'journal', 500],
  ['the outbox', 'outbox', 200],
] as const)('no history breaks a promise: %s', async (_, suite, histories) => {
  const failure = await SUITES[suite](await load(), { seed: SEED, histories });
  expect(failure && describeFailure(failure)).toBeUndefined();
});

const findMutant = async (suite: keyof typeof SUITES, name: string): Promise<Failure> => {
  const mutant = MUTANTS.find((each) => each.name === name);
  if (mutant === undefined) throw new Error(`no mutant: ${name}`);
  const failure = await SUITES[suite](await load([mutant]), { seed: SEED, histories: 1_000 });
  if (failure === undefined) throw new Error(`not found: ${name}`);
  return failure;
};

test.each([
  ['client', 'a retry has another key', 2, 'all attempts of a send carry its key'],
  ['client', 'a duplicate is not called one', 2, 'a duplicate is called one'],
  ['client', 'the labels are swapped', 2, 'what is proven not to be sent is called so'],
  ['client', 'an outcome has the place of another', 1, 'an outcome names the place of its message'],
  ['client', 'a run that is left does not hear the abort', 3, 'an aborted call ends at once'],
  ['journal', 'the journal is not synced', 2, 'a run that has begun is the same for ever'],
  [
    'journal',
    'a line that was cut off swallows the next',
    5,
    'a journal that was cut off is opened',
  ],
  ['journal', REPLACED, 4, 'what the journal took is found in it'],
  ['journal', OWN_RUNS, 6, 'a run that has begun is the same for ever'],
  ['outbox', 'the outbox forgets the key', 2, 'all attempts of a send carry its key'],
  ['outbox', 'the outbox ignores resendWithin', 3, 'nothing is repeated after resendWithin'],
  ['outbox', 'the outbox ignores the order', 3, 'the order of a recipient is kept'],
] as const)(
  '%s: where %s, a history shrinks to %i commands at most',
  async (suite, name, most, promise) => {
    const failure = await findMutant(suite, name);
    expect(failure.commands.length).toBeLessThanOrEqual(most);
    expect(failure.promise).toContain(promise);
    // Each command stands in the story, in its place, and so does what it led to.
    const told = failure.story.split('\n').filter((line) => line.includes(' COMMAND '));
    expect(told.map((line) => line.slice(line.indexOf('COMMAND') + 12))).toEqual(failure.commands);
    expect(failure.story).toContain(` BROKEN      ${promise}`);
  },
);

test('a seed finds and shrinks the same history each time', async () => {
  const name = 'a duplicate is not called one';
  const once = await findMutant('client', name);
  expect(await findMutant('client', name)).toEqual(once);
  expect(once.commands).toEqual([
    'the next one meets: body breaks off',
    'a run of 1 messages begins with 1 at a time',
  ]);
});
