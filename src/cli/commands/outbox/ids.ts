/** The request ids that a command of the outbox is given. */
import { isUuid } from '../../../check.js';
import { UsageError } from '../../shell/usage-error.js';

/** @throws UsageError */
export function checkIds(requestIds: readonly string[]): void {
  if (requestIds.every(isUuid)) return;
  throw new UsageError('a request id must be a UUID, as enqueue and list print it');
}

/** As JSON and as text. */
export const describeUnknown = (requestId: string): [failure: object, text: string] => {
  const message = 'the outbox does not know this request id, or no longer';
  return [
    { status: 'failed', code: 'not_found', message, requestId },
    `tigerconnect: ${requestId}: ${message}`,
  ];
};
