/** `tigerconnect outbox enqueue --to …`: one message. */
import { randomUUID } from 'node:crypto';

import { EXIT, type ExitCode } from '../../shell/exit-code.js';
import { reportFailure } from '../../shell/failure.js';
import { Interruption } from '../../shell/interruption.js';
import type { Output } from '../../shell/output.js';
import { type OneMessageOptions, readMessage } from '../../shell/read-message.js';
import { type EnqueueFlags, enqueuerOptions, withAddress } from './message.js';
import { withOutbox } from './open.js';

export type EnqueueOneOptions = OneMessageOptions & EnqueueFlags;

export async function enqueue(options: EnqueueOneOptions, output: Output): Promise<ExitCode> {
  const outboxOptions = enqueuerOptions(options);
  const given = await readMessage(options);
  // Made here, so that it is known when the database does not answer.
  const { requestId = randomUUID() } = given;
  const message = withAddress({ ...given, requestId }, options);
  return withOutbox(outboxOptions, output, async (outbox) => {
    // What has begun is finished: it is short, and its outcome matters.
    const interruption = new Interruption();
    try {
      const enqueued = await outbox.enqueue(message, { ordered: options.ordered });
      await output.result({ status: 'enqueued', ...enqueued }, enqueued.requestId);
      if (enqueued.duplicate && !output.json) output.note('The outbox had it before.');
      return EXIT.done;
    } catch (error) {
      return await reportFailure(error, output, { requestId });
    } finally {
      interruption.dispose();
    }
  });
}
