/** An embedded database is cleaned up now and then, when enough was written, and at its end. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { Maintenance } from '../../../../src/outbox/embedded/maintenance.js';

const MEBIBYTE = 1024 * 1024;
const MINUTE_MS = 60_000;

let position: number | undefined = 0;
let statements: string[] = [];
let errors: unknown[] = [];
let failure: Error | undefined;
const open = (): Maintenance =>
  new Maintenance(
    {
      executeSql: (text) => {
        if (failure) return Promise.reject(failure);
        if (!text.startsWith('SELECT')) statements.push(text);
        return Promise.resolve({ rows: position === undefined ? [] : [{ position }] });
      },
    },
    (error) => errors.push(error),
  );

describe('an embedded database is cleaned up', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    [position, statements, errors, failure] = [5_000, [], [], undefined];
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  const CLEAN_UP = ['VACUUM ANALYZE', 'CHECKPOINT'];

  test('each minute, once a mebibyte was written since the last time', async () => {
    const maintenance = open();
    await jest.advanceTimersByTimeAsync(MINUTE_MS - 1);
    position = 5_000 + MEBIBYTE - 1;
    await jest.advanceTimersByTimeAsync(1);
    expect(statements).toEqual([]);
    position += 1;
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    expect(statements).toEqual(CLEAN_UP);
    await jest.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(statements).toEqual(CLEAN_UP);
    await maintenance.end();
  });

  test('at the end, if anything was written, and not after it', async () => {
    const maintenance = open();
    await jest.advanceTimersByTimeAsync(1);
    position = 5_001;
    await maintenance.end();
    expect(statements).toEqual(CLEAN_UP);
    position = 3 * MEBIBYTE;
    await jest.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(statements).toEqual(CLEAN_UP);
  });

  test('at the end, not if nothing was written', async () => {
    const maintenance = open();
    await maintenance.end();
    expect(statements).toEqual([]);
  });

  test('what fails is told, and tried again', async () => {
    failure = new Error('out of space');
    const maintenance = open();
    await jest.advanceTimersByTimeAsync(1);
    expect(errors).toEqual([failure]);
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    expect(errors).toEqual([failure, failure]);
    failure = undefined;
    position = 2 * MEBIBYTE;
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    expect(statements).toEqual(CLEAN_UP);
    await maintenance.end();
  });

  test('a database that does not say where it is has written nothing', async () => {
    position = undefined;
    const maintenance = open();
    await maintenance.end();
    expect(statements).toEqual([]);
    expect(errors).toEqual([]);
  });
});
