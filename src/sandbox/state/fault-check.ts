/** Is a fault one? Callers from JavaScript and from the page are not held to the types. */
import type { Fault, FaultKind } from './faults.js';
import type { OperationId } from './records.js';

const KINDS: Readonly<Record<FaultKind, true>> = {
  latency: true,
  'rate-limit': true,
  'server-error': true,
  'reset-before': true,
  'reset-after': true,
  'half-body': true,
  'no-answer': true,
};
const OPERATIONS: readonly string[] = [
  'sendMessage',
  'updateMessageStatus',
  'typingMessage',
] satisfies OperationId[];
const MAX_DELAY = 2_147_483_647;

const isCount = (value: unknown, least: number): boolean =>
  value === Infinity || (Number.isSafeInteger(value) && (value as number) >= least);
const isDelay = (value: unknown): boolean =>
  typeof value === 'number' && value >= 0 && value <= MAX_DELAY;
const isHeader = (value: unknown): boolean =>
  typeof value === 'string' && /^[\x20-\x7e]+$/.test(value);

/** What is wrong with a fault, in words that begin with the field. */
export function wrongIn(fault: Fault): string | undefined {
  if (!Object.hasOwn(KINDS, fault.kind)) return `kind: must be ${Object.keys(KINDS).join(', ')}`;
  if (!isCount(fault.times ?? 1, 1)) return 'times: must be a whole number from 1, or Infinity';
  if (!isCount(fault.after ?? 0, 0)) return 'after: must be a whole number from 0';
  const { operation } = fault;
  if (operation !== undefined && !OPERATIONS.includes(operation)) {
    return `operation: must be ${OPERATIONS.join(', ')}`;
  }
  const { delay, status, retryAfter } = fault as Record<string, unknown> & Fault;
  if (delay !== undefined && !isDelay(delay)) return 'delay: must be milliseconds from 0';
  if (status !== undefined && !(isCount(status, 500) && (status as number) <= 599)) {
    return 'status: must be from 500 to 599';
  }
  if (retryAfter !== undefined && !isDelay(retryAfter) && !isHeader(retryAfter)) {
    return 'retryAfter: must be milliseconds from 0, or the text of the header';
  }
  return undefined;
}
