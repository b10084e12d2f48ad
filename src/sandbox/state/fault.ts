/** What a fault is, and the check that one is right. */
import type { OperationId } from './records.js';

/** Which requests meet a fault. */
export interface FaultScope {
  /** How many requests meet it. `Infinity`: all, until `recover()`. @default 1 */
  readonly times?: number;
  /** How many requests pass before the first meets it. @default 0 */
  readonly after?: number;
  /** Only requests of this operation count. @default all of the API */
  readonly operation?: OperationId;
}

/** A fault, and the requests that meet it. */
export type Fault = FaultScope &
  (
    | {
        /** The request is handled, after a while. */
        readonly kind: 'latency';
        /** Milliseconds. @default 2000 */
        readonly delay?: number;
      }
    | {
        /** 429; nothing is done. */
        readonly kind: 'rate-limit';
        /** Milliseconds to ask for in `Retry-After`, sent in whole seconds; a string is sent as it is. @default 1000 */
        readonly retryAfter?: number | string;
      }
    | {
        /** An error of the service; nothing is done. */
        readonly kind: 'server-error';
        /** From 500 to 599. @default 503 */
        readonly status?: number;
        /** As for `rate-limit`. @default no such header */
        readonly retryAfter?: number | string;
      }
    | {
        /**
         * - `reset-before`: the connection is reset; nothing is done.
         * - `reset-after`: the request is handled, then the connection is reset.
         * - `half-body`: the request is handled, then half of a 200 is sent and the connection closed.
         * - `no-answer`: the request is handled, and nothing is ever answered.
         */
        readonly kind: 'reset-before' | 'reset-after' | 'half-body' | 'no-answer';
      }
  );

/** What a fault does to a request. */
export type FaultKind = Fault['kind'];

const SCOPE = ['kind', 'times', 'after', 'operation'];
/** The fields of each kind, beside those of its scope. */
const FIELDS: Readonly<Record<FaultKind, readonly string[]>> = {
  latency: ['delay'],
  'rate-limit': ['retryAfter'],
  'server-error': ['status', 'retryAfter'],
  'reset-before': [],
  'reset-after': [],
  'half-body': [],
  'no-answer': [],
};
/** The longest delay that a timer takes. */
const MAX_DELAY = 2_147_483_647;

const isCount = (value: unknown, least: number): boolean =>
  value === Infinity || (Number.isSafeInteger(value) && (value as number) >= least);
const isDelay = (value: unknown): boolean =>
  typeof value === 'number' && value >= 0 && value <= MAX_DELAY;
const isHeader = (value: unknown): boolean =>
  typeof value === 'string' && /^[\x20-\x7e]+$/.test(value);

/** A field that this kind of fault does not have: misspelt, it would change nothing and nobody would know. */
function findUnknownField({ kind, ...others }: Fault): string | undefined {
  const fields = [...SCOPE, ...FIELDS[kind]];
  const unknown = Object.keys(others).find((name) => !fields.includes(name));
  if (unknown === undefined) return undefined;
  return `${unknown}: not a field of ${kind}, which has ${fields.join(', ')}`;
}

/** What is wrong with a fault: callers from JavaScript and from the page are not held to the types. */
function findProblem(fault: Fault | null, operations: readonly string[]): string | undefined {
  if (typeof fault !== 'object' || fault === null) return 'fault: must be an object with a kind';
  if (!Object.hasOwn(FIELDS, fault.kind)) return `kind: must be ${Object.keys(FIELDS).join(', ')}`;
  const unknown = findUnknownField(fault);
  if (unknown !== undefined) return unknown;
  const { times, after, operation } = fault;
  if (times !== undefined && !isCount(times, 1)) {
    return 'times: must be a whole number from 1, or Infinity';
  }
  if (after !== undefined && !isCount(after, 0)) return 'after: must be a whole number from 0';
  if (operation !== undefined && !operations.includes(operation)) {
    return `operation: must be ${operations.join(', ')}`;
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

/** @throws RangeError naming the field that is wrong */
export function checkFault(fault: Fault, operations: readonly string[]): void {
  const problem = findProblem(fault, operations);
  if (problem !== undefined) throw new RangeError(problem);
}
