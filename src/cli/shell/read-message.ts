/** The one message of a command, from its options and stdin. */
import type { JsonObject, SendMessage } from '../../index.js';
import { type MessageOptions, messageOptions } from './message-options.js';
import { readStdin } from './text-input.js';
import { UsageError } from './usage-error.js';

export interface OneMessageOptions extends MessageOptions {
  to?: string;
  body?: string;
  data?: string;
  requestId?: string;
}

/** Options for a file only. */
const FILE_OPTIONS = ['format', 'delimiter', 'journal', 'concurrency'];

async function readBody({ body }: OneMessageOptions): Promise<string> {
  if (body !== undefined && body !== '-') return body;
  if (body === undefined && process.stdin.isTTY) {
    throw new UsageError('--body is missing; give it, or pipe the text in');
  }
  return readStdin();
}

async function readData(text: string): Promise<JsonObject[]> {
  const { JsonError, parseJsonObjects } = await import('./json.js');
  try {
    return parseJsonObjects(text) as JsonObject[];
  } catch (error) {
    const { message } = error as Error;
    const hint = error instanceof JsonError ? '; in a shell, put it in single quotes' : '';
    throw new UsageError(`--data: ${message}${hint}`);
  }
}

/** @throws UsageError */
export async function readMessage(options: OneMessageOptions): Promise<SendMessage> {
  const { to, requestId } = options;
  const stray = FILE_OPTIONS.find((name) => name in options);
  if (stray !== undefined) throw new UsageError(`--${stray}: only with --file`);
  if (to === undefined)
    throw new UsageError('--to is missing; give it, or give a file with --file');
  const data = options.data === undefined ? undefined : await readData(options.data);
  const body = await readBody(options);
  return { to, body, data, requestId, ...messageOptions(options) };
}
