/** What an error means to the caller of the command: its words, its JSON and its exit code. */
import {
  AbortedError,
  ConfigurationError,
  InvalidAddressError,
  InvalidArgumentError,
  TigerConnectError,
} from '../../errors.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { Output } from './output.js';
import { UsageError } from './usage-error.js';

/** How a call ended that did not succeed; holds no recipient, no text and no secret. */
export interface Failure {
  readonly status: 'invalid' | 'not-sent' | 'unknown' | 'failed' | 'internal';
  readonly code: string;
  /** What is at fault: a field of the message, or a variable of the environment. */
  readonly field?: string;
  readonly message: string;
  readonly requestId?: string;
  readonly attempts?: number;
}

const VARIABLES: Readonly<Record<string, string>> = {
  apiKey: 'TIGERCONNECT_API_KEY',
  apiSecret: 'TIGERCONNECT_API_SECRET',
  baseUrl: 'TIGERCONNECT_BASE_URL',
};

/** An error that nobody foresaw: its message may hold anything, the places in its stack do not. */
function internal(error: unknown): Failure {
  const { name, code, stack } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const places = stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  const message = [`an unforeseen ${code ?? name ?? typeof error}`, ...places].join('\n');
  return { status: 'internal', code: 'internal', message };
}

/** The library's messages begin with the field that it calls so; here it has another name. */
function invalid(code: string, message: string, field: string): Failure {
  return { status: 'invalid', code, field, message: message.replace(/^[a-z]+: /i, '') };
}

export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) {
    return { status: 'invalid', code: 'usage', message: error.message };
  }
  if (error instanceof ConfigurationError) {
    return invalid(error.code, error.message, VARIABLES[error.field] ?? error.field);
  }
  if (error instanceof InvalidAddressError) return invalid(error.code, error.message, 'to');
  if (error instanceof InvalidArgumentError) return invalid(error.code, error.message, error.field);
  if (!(error instanceof TigerConnectError)) return internal(error);
  const { code, delivery, message, requestId, attempts } = error;
  const id = requestId === undefined ? undefined : { requestId };
  return { status: delivery, code, message, ...id, attempts };
}

/** The failure in words. */
export function wordsOfFailure({ status, field, message, requestId }: Failure): string {
  const id = requestId === undefined ? '' : ` (request id ${requestId})`;
  switch (status) {
    case 'not-sent':
      return `not sent: ${message}${id}`;
    case 'unknown':
      return `delivery unknown: ${message}${id}`;
    case 'failed':
      return `failed: ${message}`;
    case 'internal':
      return `${message}\nThis is a fault of the command; please report it.`;
    case 'invalid':
      return field === undefined ? message : `${field}: ${message}`;
  }
}

function exitCodeOf(status: Failure['status']): ExitCode {
  switch (status) {
    case 'invalid':
      return EXIT.usage;
    case 'unknown':
      return EXIT.unknown;
    default:
      return EXIT.failed;
  }
}

/**
 * Says what went wrong, and gives the exit code for it.
 * @param call what failed; a notice is no message, so nothing of it can be delivered or not
 */
export async function reportFailure(
  error: unknown,
  output: Output,
  call: 'send' | 'notice' = 'send',
): Promise<ExitCode> {
  const found = failureOf(error);
  const undelivered = found.status === 'not-sent' || found.status === 'unknown';
  const failure: Failure =
    call === 'notice' && undelivered ? { ...found, status: 'failed' } : found;
  await output.failure(failure, `tigerconnect: ${wordsOfFailure(failure)}`);
  if (failure.status === 'unknown' && failure.requestId !== undefined) {
    output.note(
      `To repeat it safely, add --request-id ${failure.requestId}: it cannot arrive twice.`,
    );
  }
  return error instanceof AbortedError ? EXIT.interrupted : exitCodeOf(failure.status);
}
