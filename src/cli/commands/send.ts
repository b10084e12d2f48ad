/** `tigerconnect send --to …`: one message. */
import type { JsonObject, SendMessage } from '../../index.js';
import { type ClientOptions, createClient } from '../shell/client-options.js';
import { showRequests } from '../shell/dry-run.js';
import { EXIT, type ExitCode } from '../shell/exit-code.js';
import { reportFailure } from '../shell/failure.js';
import { Interruption } from '../shell/interruption.js';
import { type MessageOptions, messageOptions } from '../shell/message-options.js';
import type { Output } from '../shell/output.js';
import { readStdin } from '../shell/text-input.js';
import { UsageError } from '../shell/usage-error.js';

export interface SendOptions extends MessageOptions, ClientOptions {
  to?: string;
  body?: string;
  data?: string;
  requestId?: string;
  dryRun?: boolean;
}

async function readBody({ body }: SendOptions): Promise<string> {
  if (body !== undefined && body !== '-') return body;
  if (body === undefined && process.stdin.isTTY) {
    throw new UsageError('--body is missing; give it, or pipe the text in');
  }
  return readStdin();
}

async function readData(text: string): Promise<JsonObject[]> {
  const { JsonError, parseJsonObjects } = await import('../shell/json.js');
  try {
    return parseJsonObjects(text) as JsonObject[];
  } catch (error) {
    const { message } = error as Error;
    const hint = error instanceof JsonError ? '; in a shell, put it in single quotes' : '';
    throw new UsageError(`--data: ${message}${hint}`);
  }
}

/** Options for a file only. */
const FILE_OPTIONS = ['format', 'delimiter', 'journal', 'concurrency'];

export async function send(options: SendOptions, output: Output): Promise<ExitCode> {
  const { to, requestId } = options;
  const stray = FILE_OPTIONS.find((name) => name in options);
  if (stray !== undefined) throw new UsageError(`--${stray}: only with --file`);
  if (to === undefined)
    throw new UsageError('--to is missing; give it, or give a file with --file');
  const data = options.data === undefined ? undefined : await readData(options.data);
  const dryRun =
    options.dryRun === true ? showRequests(output, (id) => id === requestId) : undefined;
  const client = createClient(options, output, dryRun);
  const body = await readBody(options);
  const message: SendMessage = { to, body, data, requestId, ...messageOptions(options) };
  const interruption = new Interruption();
  try {
    const sent = await client.messages.send(message, { signal: interruption.asked });
    // The token alone, for `id=$(tigerconnect send …)`.
    if (dryRun === undefined) await output.result({ status: 'sent', ...sent }, sent.messageId);
    return EXIT.done;
  } catch (error) {
    return await reportFailure(error, output);
  } finally {
    interruption.dispose();
    client.close();
  }
}
