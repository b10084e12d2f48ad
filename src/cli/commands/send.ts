/** `tigerconnect send --to …`: one message. */
import { type ClientOptions, createClient } from '../shell/client-options.js';
import { showRequests } from '../shell/dry-run.js';
import { EXIT, type ExitCode } from '../shell/exit-code.js';
import { reportFailure } from '../shell/failure.js';
import { Interruption } from '../shell/interruption.js';
import type { Output } from '../shell/output.js';
import { type OneMessageOptions, readMessage } from '../shell/read-message.js';

export interface SendOptions extends OneMessageOptions, ClientOptions {
  dryRun?: boolean;
}

export async function send(options: SendOptions, output: Output): Promise<ExitCode> {
  const { requestId } = options;
  const dryRun =
    options.dryRun === true ? showRequests(output, (id) => id === requestId) : undefined;
  const client = createClient(options, output, dryRun);
  const message = await readMessage(options);
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
