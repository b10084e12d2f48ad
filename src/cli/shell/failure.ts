/** How an error is reported: as text, as JSON and as an exit code. */
import {
  AbortedError,
  ConfigurationError,
  InvalidAddressError,
  InvalidArgumentError,
  TigerConnectError,
} from '../../errors.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { flagName, renameFields } from './names.js';
import type { Output } from './output.js';
import { UsageError } from './usage-error.js';

/** A call that did not succeed; holds no recipient, no text and no secret. */
export interface Failure {
  readonly status: 'invalid' | 'not-sent' | 'unknown' | 'failed' | 'internal';
  readonly code: string;
  /** The field of the message, or the environment variable, that is wrong. */
  readonly field?: string;
  readonly message: string;
  readonly requestId?: string;
  readonly attempts?: number;
}

const VARIABLES: Readonly<Record<string, string>> = {
  apiKey: 'TIGERCONNECT_API_KEY',
  apiSecret: 'TIGERCONNECT_API_SECRET',
  baseUrl: 'TIGERCONNECT_BASE_URL',
  connectionString: 'DATABASE_URL',
  orderingSecret: 'TIGERCONNECT_ORDERING_SECRET',
};

/** Words of the library that are for programs, and what a person at the shell needs in their place. */
const WORDS: readonly (readonly [library: string, shell: string])[] = [
  [' (allowInsecure permits it)', ''],
  ['; `body` may say why', ''],
  ['check baseUrl', 'check TIGERCONNECT_BASE_URL'],
  ['start once with migrate: true', 'npx tigerconnect outbox enqueue makes it'],
];

const forShell = (message: string): string =>
  WORDS.reduce((text, [library, shell]) => text.replace(library, shell), message);

/** An unexpected error: its message may hold anything; the places in its stack do not. */
function toInternalFailure(error: unknown): Failure {
  const { name, code, stack } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const places = stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  const message = [`unexpected ${code ?? name ?? typeof error}`, ...places].join('\n');
  return { status: 'internal', code: 'internal', message };
}

/** Without the library's own name of the field; here it may have another. */
const invalid = (code: string, problem: string, field: string): Failure => ({
  status: 'invalid',
  ...{ code, field, message: forShell(problem) },
});

export function toFailure(error: unknown): Failure {
  if (error instanceof UsageError) {
    return { status: 'invalid', code: 'usage', message: error.message };
  }
  if (error instanceof ConfigurationError) {
    return invalid(error.code, error.problem, VARIABLES[error.field] ?? error.field);
  }
  if (error instanceof InvalidAddressError) return invalid(error.code, error.problem, 'to');
  if (error instanceof InvalidArgumentError) return invalid(error.code, error.problem, error.field);
  if (!(error instanceof TigerConnectError)) return toInternalFailure(error);
  const { code, delivery, message, requestId, attempts } = error;
  const id = requestId === undefined ? undefined : { requestId };
  return { status: delivery, code, message: forShell(message), ...id, attempts };
}

/** @param name how the place of the failure names fields: as options, or as columns */
export function describeFailure(
  { status, field, message, requestId }: Failure,
  name: (field: string) => string = flagName,
): string {
  const id = requestId === undefined ? '' : ` (request id ${requestId})`;
  switch (status) {
    case 'not-sent':
      return `not sent: ${message}${id}`;
    case 'unknown':
      return `delivery unknown: ${message}${id}`;
    case 'failed':
      return `failed: ${message}`;
    case 'internal':
      return `${message}\nThis is a bug of the command; please report it.`;
    case 'invalid':
      return (field === undefined ? '' : `${name(field)}: `) + renameFields(message, name);
  }
}

function toExitCode(status: Failure['status']): ExitCode {
  switch (status) {
    case 'invalid':
      return EXIT.usage;
    case 'unknown':
      return EXIT.unknown;
    default:
      return EXIT.failed;
  }
}

/** What failed. */
interface FailedCall {
  /** Whether it was no message, so that it has no delivery. @default false */
  readonly notice?: boolean;
  /** Of the message, where the error does not know it. */
  readonly requestId?: string;
}

/** Reports an error and gives its exit code. */
export async function reportFailure(
  error: unknown,
  output: Output,
  { notice = false, requestId }: FailedCall = {},
): Promise<ExitCode> {
  const found = { ...(requestId !== undefined && { requestId }), ...toFailure(error) };
  const undelivered = found.status === 'not-sent' || found.status === 'unknown';
  const failure: Failure = notice && undelivered ? { ...found, status: 'failed' } : found;
  await output.failure(failure, `tigerconnect: ${describeFailure(failure)}`);
  if (failure.status === 'unknown' && failure.requestId !== undefined) {
    output.note(
      `To repeat it safely, add --request-id ${failure.requestId}; the message cannot arrive twice.`,
    );
  }
  return error instanceof AbortedError ? EXIT.interrupted : toExitCode(failure.status);
}
