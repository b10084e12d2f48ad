/** `tigerconnect send --to …`: one message. */
import type { JsonObject, SendMessage } from '../../index.js';
import type { CountryCode } from '../../address/phone.js';
import { showRequests } from '../shell/dry-run.js';
import { clientFromEnvironment } from '../shell/environment.js';
import { EXIT, type ExitCode } from '../shell/exit-code.js';
import { reportFailure } from '../shell/failure.js';
import { Interruption } from '../shell/interruption.js';
import type { Output } from '../shell/output.js';
import { textFromStdin } from '../shell/text-input.js';
import { UsageError } from '../shell/usage-error.js';

/** What holds for one message and, as the default of its rows, for a file. */
export interface MessageOptions {
  ttl?: number;
  deleteOnRead?: boolean;
  organization?: string;
  senderOrganization?: string;
  recipientOrganization?: string;
}

export interface SendOptions extends MessageOptions {
  to?: string;
  body?: string;
  data?: JsonObject[];
  requestId?: string;
  defaultCountry?: CountryCode;
  dryRun?: boolean;
}

async function bodyOf({ body }: SendOptions): Promise<string> {
  if (body !== undefined && body !== '-') return body;
  if (body === undefined && process.stdin.isTTY) {
    throw new UsageError('--body is missing; give it, or pipe the text in');
  }
  return textFromStdin();
}

/** The message fields among the options. */
export function messageOptions(options: MessageOptions): MessageOptions {
  const { ttl, deleteOnRead, organization, senderOrganization, recipientOrganization } = options;
  const given = { ttl, deleteOnRead, organization, senderOrganization, recipientOrganization };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Options that mean something for a file only. */
const FOR_FILES = ['format', 'delimiter', 'journal', 'concurrency'];

export async function send(options: SendOptions, output: Output): Promise<ExitCode> {
  const { to, data, requestId, defaultCountry } = options;
  const stray = FOR_FILES.find((name) => name in options);
  if (stray !== undefined) throw new UsageError(`--${stray} is for --file`);
  if (to === undefined) throw new UsageError('--to is missing; or name a file by --file');
  const dryRun =
    options.dryRun === true ? showRequests(output, (id) => id === requestId) : undefined;
  const client = clientFromEnvironment({ defaultCountry, dryRun });
  const body = await bodyOf(options);
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
