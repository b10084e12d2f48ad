/** What an outbox can be told: what holds by default, in which units, and what is refused with which words. */
import { describe, expect, test } from '@jest/globals';

import { type OutboxOptions, resolveOptions } from '../../../src/outbox/options.js';
import { thrownBy } from './thrown.js';

const connectionString = 'postgres://db.ward.example/ward';
const resolve = (options: Partial<OutboxOptions> = {}) =>
  resolveOptions({ connectionString, ...options });

test('what is not given has its default', () => {
  expect(resolve()).toEqual({
    place: { connectionString, connections: 10 },
    sender: undefined,
    interval: undefined,
    resendWithin: 60 * 60_000,
    retention: 14 * 86_400_000,
    keepDone: 30 * 86_400_000,
    orderingSecret: undefined,
    encrypt: undefined,
    decrypt: undefined,
    onEvent: undefined,
    schema: 'tigerconnect_outbox',
    migrate: true,
    heartbeat: 20,
    maxRetryDelay: 60,
  });
});

test('what is given counts, in the unit of its option', () => {
  const messages = { send: () => Promise.reject(new Error('not now')) };
  const kept = {
    ...{ orderingSecret: 's', schema: 'ward', migrate: false, heartbeat: 10, maxRetryDelay: 5 },
    ...{ encrypt: String, decrypt: String, onEvent: () => undefined },
  };
  const given = { rate: { perSecond: 4 }, resendWithin: 0.5, retention: 2, keepDone: 0 };
  expect(resolve({ ...kept, ...given, client: { messages }, connections: 3 })).toEqual({
    ...kept,
    place: { connectionString, connections: 3 },
    sender: messages,
    ...{ interval: 250, resendWithin: 30_000, retention: 172_800_000, keepDone: 0 },
  });
});

test('what a class or a prototype gives counts, and is read once', () => {
  let readings = 0;
  class Options {
    get folder() {
      readings += 1;
      return readings === 1 ? '/var/outbox' : undefined;
    }
  }
  expect(resolveOptions(new Options())).toMatchObject({ place: { folder: '/var/outbox' } });
  const inherited = Object.create({ connectionString, schema: 'ward' }) as OutboxOptions;
  expect(resolveOptions(inherited)).toMatchObject({
    ...{ place: { connectionString }, schema: 'ward' },
  });
});

test.each<[keyof OutboxOptions, unknown[]]>([
  ['rate', [{ perSecond: 0.001 }, { perSecond: 10_000 }]],
  ['resendWithin', [0]],
  ['retention', [1 / 1440, 365]],
  ['schema', ['_', 'a_9', 'a'.repeat(50)]],
  ['connections', [2]],
  ['heartbeat', [10, 40]],
  ['maxRetryDelay', [1]],
])('%s: the utmost is taken', (field, values) => {
  for (const value of values) expect(() => resolve({ [field]: value })).not.toThrow();
});

test.each<[keyof OutboxOptions, string, unknown[]]>([
  ['connectionString', 'must be the address of a database, postgres://…', ['', 5]],
  ['folder', 'must be the path of a folder', ['', 5]],
  [
    'client',
    'must be a TigerConnect client',
    [null, {}, { messages: null }, { messages: { send: 'x' } }],
  ],
  [
    'rate',
    'must be { perSecond }, a number from 0.001 to 10,000',
    [null, 5, {}, { perSecond: 0.0009 }, { perSecond: 10_001 }, { perSecond: '5' }],
  ],
  ['resendWithin', 'must be a number of minutes, 0 or more', [-1, '1', Number.NaN, Infinity]],
  ['retention', 'must be a number of days, 365 at most', [0, 366, '1', Number.NaN]],
  ['keepDone', 'must be a number of days, 0 or more', [-1, '1', Infinity]],
  ['orderingSecret', 'must be text', ['', 5]],
  ['encrypt', 'must be a function', [null, 'rot13']],
  ['decrypt', 'must be a function', [null, 'rot13']],
  ['onEvent', 'must be a function', [null, {}]],
  [
    'schema',
    'must be a name in lower case, of letters, digits and _, 50 characters at most',
    ['', 'Ward', '9a', 'a-b', 'a; DROP TABLE b', 'a'.repeat(51), ['a']],
  ],
  ['migrate', 'must be true or false', ['yes', null]],
  ['connections', 'must be a whole number, 2 or more', [1, 2.5, '2']],
  ['heartbeat', 'must be a whole number of seconds, from 10 to 40', [9, 41, 10.5, '20']],
  ['maxRetryDelay', 'must be a whole number of seconds, 1 or more', [0, 1.5, '1']],
])('%s: what is wrong is refused, and the error says what is right', (field, problem, values) => {
  for (const value of values) {
    const error = thrownBy(() => resolve({ [field]: value }));
    expect(error).toMatchObject({ code: 'configuration', field, problem });
  }
});

test('an option that is not known is refused', () => {
  const error = thrownBy(() => resolve({ shcema: 'ward' } as object));
  expect(error).toMatchObject({ code: 'configuration', field: 'shcema' });
});

test.each([undefined, null, 'postgres://db'])(
  '%p in the place of options is refused',
  (options) => {
    const error = thrownBy(() => resolveOptions(options as never));
    expect(error).toMatchObject({ field: 'options', problem: 'must be an object' });
  },
);

describe('where the database is', () => {
  test('a folder takes no connections', () => {
    expect(resolveOptions({ folder: '/var/outbox' }).place).toEqual({ folder: '/var/outbox' });
  });

  test('one place is needed, and two are refused', () => {
    expect(thrownBy(() => resolveOptions({}))).toMatchObject({
      field: 'connectionString',
      problem: 'is missing; give it, or the folder of an embedded database',
    });
    expect(thrownBy(() => resolve({ folder: '/var/outbox' }))).toMatchObject({
      field: 'folder',
      problem: 'either this or connectionString, not both',
    });
  });
});
