/** One call of a client, held against all that it promises. */
import { getEventListeners } from 'node:events';

import type { CallOptions, SentMessage } from '../../src/index.js';
import type { SimulatedClient } from './client.js';
import type { Environment } from './environment.js';
import { type CallRecord, type MessageRecord, newCall } from './records.js';

/** How a caller's own task goes on after a call. */
export type Result = { readonly sent: true } | { readonly sent: false; readonly error: unknown };

export interface CallPlan {
  readonly kind: CallRecord['kind'];
  readonly message: MessageRecord | undefined;
  readonly key?: string | undefined;
  /** Where they are not those of the client. */
  readonly limits?: CallRecord['limits'] | undefined;
  /** @returns what will abort the call, if anything */
  readonly abortion?: (call: CallRecord) => AbortSignal | undefined;
}

export async function makeCall(
  world: Environment,
  client: SimulatedClient,
  { kind, message, key, limits, abortion }: CallPlan,
): Promise<Result> {
  const { clock, promises, story } = world;
  const id = world.nextCall();
  const call = newCall(id, kind, message, key, limits ?? client.limits, clock);
  const what =
    message === undefined
      ? kind
      : `message ${message.n}${key === undefined ? '' : ' with a key of its own'}`;
  story?.tell(client.name, `call ${id} begins: ${what}`);
  client.begin(call);
  const signal = abortion?.(call);
  const options: CallOptions = {
    ...(signal === undefined ? undefined : { signal }),
    ...(limits === undefined
      ? undefined
      : { timeout: limits.timeout, maxRetries: limits.maxRetries }),
    ...(kind === 'send' ? undefined : { headers: { 'x-call': String(id) } }),
  };
  const { messages } = client.tigerconnect;
  try {
    let sent: SentMessage | undefined;
    if (message !== undefined) {
      world.sends += 1;
      const input = key === undefined ? message.input : { ...message.input, requestId: key };
      world.calling = call;
      const sending = messages.send(input, options);
      world.calling = undefined;
      sent = await sending;
    } else if (kind === 'status') await messages.updateStatus({ read: ['token-1'] }, options);
    else await messages.typing('zqnurse@ward.example', options);
    story?.tell(
      client.name,
      `call ${id} resolves${sent?.duplicate === true ? ' as a duplicate' : ''}`,
    );
    promises.resolved(client, call, sent);
    return { sent: true };
  } catch (error) {
    const { name, delivery } = error as { name: string; delivery?: string };
    story?.tell(client.name, `call ${id} fails: ${name}, ${delivery ?? ''}`);
    promises.rejected(client, call, error);
    return { sent: false, error };
  } finally {
    client.end(call);
    if (signal && getEventListeners(signal, 'abort').length > 0) {
      promises.broken('no call listens to its signal after its end', call);
    }
  }
}
