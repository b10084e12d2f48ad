/** What a call fails with; a call that succeeds, or fails with anything else than our errors, fails the test. */
import { TigerConnectError } from '../../src/index.js';

export async function failure(call: Promise<unknown>): Promise<TigerConnectError> {
  const error: unknown = await call.then(
    () => new Error('the call succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof TigerConnectError)) throw error;
  return error;
}
