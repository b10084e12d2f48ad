import { describe, expect, test } from '@jest/globals';

import { RetryBudget } from '../../../src/retry/budget.js';

function drained(): RetryBudget {
  const budget = new RetryBudget();
  while (budget.take());
  return budget;
}

function retriesIn(budget: RetryBudget): number {
  let retries = 0;
  while (budget.take()) retries += 1;
  return retries;
}

describe('a retry budget', () => {
  test('allows a hundred retries without a success', () => {
    expect(retriesIn(new RetryBudget())).toBe(100);
  });

  test('gets back what a call that succeeded had taken', () => {
    const budget = drained();
    budget.refund(3);
    expect(retriesIn(budget)).toBe(3);
  });

  test('earns one retry with five successes at the first attempt', () => {
    const budget = drained();
    for (let call = 0; call < 4; call++) budget.refund(0);
    expect(budget.take()).toBe(false);
    budget.refund(0);
    expect(retriesIn(budget)).toBe(1);
  });

  test('never holds more than it began with', () => {
    const budget = new RetryBudget();
    budget.refund(1_000);
    expect(retriesIn(budget)).toBe(100);
  });
});
