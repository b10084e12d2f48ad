/** Found by the simulator: once the loop over `sendMany` was left, its signal was not listened to any more. */
import { expect, test } from '@jest/globals';

import { type SendOutcome, TigerConnect } from '../../../src/index.js';

const MESSAGES = ['Bed 12', 'Bed 13'].map((body) => ({ to: 'nurse@ward.example', body }));

test('a run that is left ends what is in flight when its signal aborts', async () => {
  const aborter = new AbortController();
  const outcomes: SendOutcome<unknown, unknown>[] = [];
  let requests = 0;
  const tigerconnect = new TigerConnect({
    apiKey: 'key',
    apiSecret: 'secret',
    fetch: () => {
      requests += 1;
      const headers = new Headers({ 'TT-X-Message-Id': 'token-1' });
      // The second request is never answered.
      return requests === 1
        ? Promise.resolve({ status: 200, statusText: '', headers, body: null })
        : new Promise(() => undefined);
    },
  });
  const run = tigerconnect.messages.sendMany(MESSAGES, {
    signal: aborter.signal,
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  for await (const outcome of run) {
    expect(outcome).toMatchObject({ index: 0, status: 'fulfilled' });
    setImmediate(() => {
      aborter.abort();
    });
    break;
  }
  expect(outcomes).toMatchObject([
    {},
    { index: 1, reason: { code: 'aborted', delivery: 'unknown' } },
  ]);
});
