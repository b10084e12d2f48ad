/** `tigerconnect status` and `tigerconnect typing`: calls that return nothing and may be repeated freely. */
import type { CallOptions, Messages } from '../../index.js';
import { type ClientOptions, createClient } from '../shell/client-options.js';
import { showRequests } from '../shell/dry-run.js';
import { EXIT, type ExitCode } from '../shell/exit-code.js';
import { reportFailure } from '../shell/failure.js';
import { Interruption } from '../shell/interruption.js';
import type { Output } from '../shell/output.js';
import { UsageError } from '../shell/usage-error.js';

interface NoticeOptions extends ClientOptions {
  dryRun?: boolean;
}

export interface StatusOptions extends NoticeOptions {
  delivered?: string[];
  read?: string[];
}

export interface TypingOptions extends NoticeOptions {
  to?: string;
}

type Notice = (messages: Messages, options: CallOptions) => Promise<void>;

async function notify(options: NoticeOptions, output: Output, notice: Notice): Promise<ExitCode> {
  const dryRun = options.dryRun === true ? showRequests(output, () => true) : undefined;
  const client = createClient(options, output, dryRun);
  const interruption = new Interruption();
  try {
    await notice(client.messages, { signal: interruption.asked });
    if (dryRun === undefined && output.json) await output.result({ status: 'done' }, '');
    return EXIT.done;
  } catch (error) {
    return await reportFailure(error, output, { notice: true });
  } finally {
    interruption.dispose();
    client.close();
  }
}

export async function status(options: StatusOptions, output: Output): Promise<ExitCode> {
  const { delivered = [], read = [] } = options;
  if (delivered.length + read.length === 0) {
    throw new UsageError(
      '--delivered or --read is missing; give message tokens as send prints them',
    );
  }
  return notify(options, output, (messages, call) =>
    messages.updateStatus({ delivered, read }, call),
  );
}

export async function typing(options: TypingOptions, output: Output): Promise<ExitCode> {
  const { to } = options;
  if (to === undefined) throw new UsageError('--to is missing');
  return notify(options, output, (messages, call) => messages.typing(to, call));
}
