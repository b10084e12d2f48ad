/** `tigerconnect outbox replay` and `cancel`: what a person decides about messages, told of each. */
import type { Outbox } from '../../../outbox/index.js';
import { EXIT, type ExitCode } from '../../shell/exit-code.js';
import type { Output } from '../../shell/output.js';
import { checkIds, describeUnknown } from './ids.js';
import { type PlaceOptions, withExisting } from './open.js';

interface Change {
  readonly name: 'replayed' | 'cancelled';
  readonly make: (outbox: Outbox, requestIds: readonly string[]) => Promise<string[]>;
}

const REPLAY: Change = { name: 'replayed', make: (outbox, ids) => outbox.replay(ids) };
const CANCEL: Change = { name: 'cancelled', make: (outbox, ids) => outbox.cancel(ids) };

/** Reports why a message was left as it is. */
async function reportUnchanged(
  outbox: Outbox,
  requestId: string,
  { name }: Change,
  output: Output,
): Promise<void> {
  const state = (await outbox.status(requestId))?.state;
  if (state === undefined) return output.failure(...describeUnknown(requestId));
  const message = `not ${name}: it is ${state}`;
  const failure = { status: 'failed', code: 'state', message, requestId, state };
  return output.failure(failure, `tigerconnect: ${requestId}: ${message}`);
}

function change(
  options: PlaceOptions,
  output: Output,
  requestIds: readonly string[],
  kind: Change,
): Promise<ExitCode> {
  checkIds(requestIds);
  return withExisting(options, output, async (outbox) => {
    const changed = new Set(await kind.make(outbox, requestIds));
    // UUIDs are the same in upper and lower case.
    const asked = new Set(requestIds.map((id) => id.toLowerCase()));
    for (const requestId of asked) {
      if (changed.has(requestId)) {
        await output.result({ status: kind.name, requestId }, `${requestId} ${kind.name}`);
      } else await reportUnchanged(outbox, requestId, kind, output);
    }
    return changed.size === asked.size ? EXIT.done : EXIT.failed;
  });
}

export const replay = (
  options: PlaceOptions,
  output: Output,
  requestIds: string[],
): Promise<ExitCode> => change(options, output, requestIds, REPLAY);

export const cancel = (
  options: PlaceOptions,
  output: Output,
  requestIds: string[],
): Promise<ExitCode> => change(options, output, requestIds, CANCEL);
