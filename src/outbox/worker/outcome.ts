/** What an attempt leaves in the table, whatever became of it. */
import type { afterFailure, AttemptFailure } from '../decisions.js';
import type { ClaimedMessage } from '../store/claim.js';
import type { AttemptResult } from '../store/settle.js';

/** What is written of an attempt. */
export type Outcome = Omit<AttemptResult, 'id' | 'claim'>;

/** The attempt was not begun. */
export const notBegun = ({ unknownSince }: ClaimedMessage): Outcome => ({
  state: 'queued',
  unknown: unknownSince !== undefined,
  begun: false,
});

/** The attempt was begun, and did not succeed. */
export const failed = (
  { unknownSince }: ClaimedMessage,
  { code, status, delivery }: AttemptFailure,
  follows: ReturnType<typeof afterFailure>,
): Outcome => ({
  state: follows.state,
  unknown: delivery === 'unknown' || unknownSince !== undefined,
  begun: true,
  ...(follows.state !== 'queued' && { reason: follows.reason }),
  errorCode: code,
  errorStatus: status,
});
