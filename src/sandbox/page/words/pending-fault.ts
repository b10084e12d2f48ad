/** A fault in words: what it does, which requests it waits for, and the line of a test that adds it. Pure. */
import type { Fault, FaultKind } from '../../state/fault.js';
import type { PendingFault } from '../../state/faults.js';
import { formatDuration, formatWait, plural } from './format.js';
import { faultName } from './names.js';

type Names = readonly [one: string, many: string];

/** Of the API's operations, and of those that only known clients have. */
const OPERATIONS: Readonly<Record<string, Names>> = {
  sendMessage: ['send', 'sends'],
  updateMessageStatus: ['status update', 'status updates'],
  typingMessage: ['typing notice', 'typing notices'],
  stopTyping: ['end of typing', 'ends of typing'],
  stopTypingFor: ['end of typing for another', 'ends of typing for others'],
  findMessage: ['search for a message', 'searches for a message'],
  findMessageStatus: ['search for a state', 'searches for a state'],
};

/** What requests of an operation are called; one that the page does not know by its name in the document. */
export function operationNames(operation: string | undefined): Names {
  if (operation === undefined) return ['request', 'requests'];
  return OPERATIONS[operation] ?? [`${operation} request`, `${operation} requests`];
}

/** `for the next 2 sends, after 1 other`. */
export function describeWaiting({ fault, times, after }: Readonly<PendingFault>): string {
  const [one, many] = operationNames(fault.operation);
  const passing = after === 0 ? '' : `, after ${plural(after, 'other')}`;
  // JSON has no Infinity and gives null.
  if ((times as number | null) === null) return `for every ${one}${passing}, until removed`;
  const met = times === 1 ? `the next ${one}` : `the next ${times} ${many}`;
  return `for ${met}${passing}`;
}

function describeDetails({ delay, status, retryAfter }: Omit<NewFault, 'kind'>): string[] {
  return [
    ...(delay === undefined ? [] : [formatDuration(delay)]),
    ...(status === undefined ? [] : [`${status}`]),
    ...(typeof retryAfter === 'number' ? [`wait ${formatWait(retryAfter)}`] : []),
    ...(typeof retryAfter === 'string' ? [`Retry-After: ${retryAfter}`] : []),
  ];
}

/** What it does, with what differs from the usual: `Service fails (500)`. */
export function describeFault(fault: Fault): string {
  const details = describeDetails(fault);
  return `${faultName(fault.kind)}${details.length === 0 ? '' : ` (${details.join(', ')})`}`;
}

/** What the form asks for; what it leaves out is as usual. */
export interface NewFault {
  readonly kind: FaultKind;
  readonly times?: number;
  readonly after?: number;
  readonly operation?: string;
  /** Milliseconds. */
  readonly delay?: number;
  readonly status?: number;
  /** Milliseconds, or the text of the header. */
  readonly retryAfter?: number | string;
}

const quote = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;

/** The line that does the same in a test. */
export function faultLine(fault: NewFault): string {
  const fields = Object.entries(fault).map(
    ([name, value]: [string, string | number]) =>
      `${name}: ${typeof value === 'string' ? quote(value) : value}`,
  );
  return `sandbox.fail({ ${fields.join(', ')} });`;
}
