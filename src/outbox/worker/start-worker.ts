/** A worker over a connection: wires its parts, and sees to what is due. */
import { check, checkKnown } from '../../check.js';
import { type Clock, MAX_TIMER_MS, systemClock } from '../../clock.js';
import { InvalidArgumentError } from '../../errors.js';
import { decodePayload } from '../payload.js';
import type { Connection } from '../connection.js';
import { databaseErrorCode } from '../outbox-error.js';
import type { OutboxEvent } from '../outbox-event.js';
import type { ResolvedOptions } from '../options.js';
import { claimMessages } from '../store/claim.js';
import { pauseWorkers, readPause, reserveSlots } from '../store/control.js';
import { expireMessages, purgeMessages } from '../store/manage.js';
import { finishTickets, type UsedTicket } from '../store/order.js';
import { restoreTickets, START } from '../store/restore.js';
import { settleAttempts } from '../store/settle.js';
import { Attempt } from './attempt.js';
import { every } from './every.js';
import type { OutboxWorker, Sender } from './outbox-worker.js';
import { Settlements } from './settlements.js';
import { Turns } from './turns.js';
import { WorkerLoop } from './worker.js';

const TIMEOUT_RULE = [
  'timeout',
  (value: unknown) => typeof value === 'number' && value >= 0,
  'must be a number of milliseconds, 0 or more; Infinity waits for as long as it takes',
] as const;

/** How often messages are looked for whose time is over. */
const SWEEP_MS = 30_000;

export function startWorker(
  { database, tickets, schema }: Connection,
  options: ResolvedOptions,
  sender: Sender,
  concurrency: number,
  onEvent: (event: OutboxEvent) => void,
  clock: Clock = systemClock,
): OutboxWorker {
  const { decrypt, heartbeat, interval, keepDone, resendWithin } = options;
  const abandon = new AbortController();
  let failure: { error: unknown; code: string } | undefined;
  const onError = (during: string, error: unknown): void => {
    onEvent({ type: 'error', during, code: databaseErrorCode(error) });
  };

  const turns = new Turns(
    {
      reserve: (count, ms) => reserveSlots(database, schema, count, ms),
      pause: () => readPause(database, schema),
    },
    interval,
    clock,
  );
  const store = {
    settle: (results: Parameters<typeof settleAttempts>[2]) =>
      settleAttempts(database, schema, results),
    finish: async (used: readonly UsedTicket[]) => {
      if (used.length > 0) await finishTickets(database, schema, used);
    },
    retry: tickets.retry.bind(tickets),
  };
  const settlements = new Settlements(store, clock, abandon.signal, (error) => {
    onError('settle', error);
  });
  const attempt = new Attempt({
    sender,
    decode: async ({ payload, encrypted }) =>
      decodePayload(encrypted ? await decrypted(payload, decrypt) : payload),
    turns,
    settlements,
    resendWithin,
    clock,
    abandon: abandon.signal,
    onEvent,
    onPause: async (ms) => {
      turns.pauseFor(ms);
      await pauseWorkers(database, schema, ms).catch((error: unknown) => {
        onError('pause', error);
      });
      onEvent({ type: 'pause', duration: ms });
    },
    onStop: (error, code) => {
      failure ??= { error, code };
      loop.end();
    },
  });
  const loop = new WorkerLoop({
    concurrency,
    heartbeat,
    queue: {
      ...store,
      fetch: tickets.fetch.bind(tickets),
      touch: tickets.touch.bind(tickets),
      claim: (claims) => claimMessages(database, schema, claims),
    },
    turns,
    settlements,
    attempt,
    clock,
    onError,
  });

  let place = START;
  const restore = async (): Promise<void> => {
    for (;;) {
      const { next, count } = await restoreTickets(database, schema, place);
      place = next ?? START;
      // Where one was lost, others may be.
      if (count === 0 || next === undefined) return;
    }
  };
  const sweep = async (): Promise<void> => {
    try {
      for (const { id: requestId, state, attempts, age } of await expireMessages(database, schema))
        onEvent({ type: state, requestId, attempts, age, reason: 'expired' });
      await purgeMessages(database, schema, keepDone);
      await restore();
    } catch (error) {
      onError('sweep', error);
    }
  };
  const stopSweeping = every(SWEEP_MS, clock, () => void sweep());
  void sweep();

  const finished = loop.run().then(() => {
    stopSweeping();
    onEvent({ type: 'stop', ...(failure && { code: failure.code }) });
    if (failure) throw failure.error;
  });
  // Who does not look at it is told by the event.
  finished.catch(() => undefined);

  return {
    finished,
    stop: async (options = {}) => {
      checkKnown('options', options, ['timeout'], InvalidArgumentError);
      const { timeout = 30_000 } = options;
      check({ timeout }, [TIMEOUT_RULE], InvalidArgumentError);
      loop.end();
      // A timer cannot wait for longer: it would end at once.
      const timer =
        timeout <= MAX_TIMER_MS &&
        clock.setTimeout(() => {
          abandon.abort();
        }, timeout);
      await finished.catch(() => undefined);
      clock.clearTimeout(timer);
    },
  };
}

async function decrypted(payload: string, decrypt: ResolvedOptions['decrypt']): Promise<string> {
  if (decrypt === undefined)
    throw new Error('the message is encrypted, and `decrypt` was not given');
  return decrypt(payload);
}
