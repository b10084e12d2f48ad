/** Which requests a fault waits for, in words, and the line of a test that adds it. Pure. */
import type { FaultKind } from '../../state/fault.js';
import type { PendingFault } from '../../state/faults.js';
import { plural } from './format.js';

const OPERATIONS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  sendMessage: ['send', 'sends'],
  updateMessageStatus: ['status update', 'status updates'],
  typingMessage: ['typing notice', 'typing notices'],
};
const ANY = ['request', 'requests'] as const;

/** `for the next 2 sends, after 1 other`. */
export function describeWaiting({ fault, times, after }: Readonly<PendingFault>): string {
  const { operation } = fault;
  const [one, many] =
    operation === undefined
      ? ANY
      : (OPERATIONS[operation] ?? ([`${operation} request`, `${operation} requests`] as const));
  const passing = after === 0 ? '' : `, after ${plural(after, 'other')}`;
  // JSON has no Infinity and gives null.
  if ((times as number | null) === null) return `for every ${one}${passing}, until removed`;
  const met = times === 1 ? `the next ${one}` : `the next ${times} ${many}`;
  return `for ${met}${passing}`;
}

/** What the form asks for. */
export interface NewFault {
  readonly kind: FaultKind;
  readonly times: number;
  readonly after: number;
  readonly operation?: string;
}

/** The line that does the same in a test. */
export function faultLine({ kind, times, after, operation }: NewFault): string {
  const fields = [
    `kind: '${kind}'`,
    ...(times === 1 ? [] : [`times: ${times}`]),
    ...(operation === undefined ? [] : [`operation: '${operation}'`]),
    ...(after === 0 ? [] : [`after: ${after}`]),
  ];
  return `sandbox.fail({ ${fields.join(', ')} });`;
}
