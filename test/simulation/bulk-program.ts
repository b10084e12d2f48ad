/** The command that sends a file: run again and again until all rows are sent, killed and interrupted in between. */
import type { Queued } from '../../src/cli/bulk/queue.js';
import type { BulkRunParts } from '../../src/cli/bulk/run.js';
import type { SendOutcome, SentMessage } from '../../src/index.js';
import { type Disk, isFullDisk } from './disk.js';
import { SimulatedClient } from './client.js';
import type { Environment } from './environment.js';
import { type CallRecord, type MessageRecord, newCall } from './records.js';
import { RECIPIENT } from './secrets.js';

const ROWS = '/rows.ndjson';
const JOURNAL = '/rows.ndjson.journal';
const IDENTITY = { server: '', options: '' };
const MAX_RUNS = 8;

/** A row of the file. Rows of the same message are equal, and each is to be delivered. */
interface Row {
  readonly message: MessageRecord;
  readonly requestId: string | undefined;
}

export class BulkProgram {
  client: SimulatedClient;
  /** Sends the same file at the same time, as on another host: the lock does not keep the two apart. */
  #other: SimulatedClient | undefined;
  #runs = 0;
  #rows: Row[] = [];
  /** By their keys, the messages that were sent. */
  readonly #sent = new Map<string, MessageRecord>();
  readonly #calls = new Map<object, CallRecord>();

  constructor(
    private readonly world: Environment,
    private readonly disk: () => Disk,
  ) {
    this.client = new SimulatedClient(world, 'command');
  }

  /** Writes the file, and begins to send it. */
  start(): void {
    const { random } = this.world;
    for (let count = random.between(1, 25); count > 0; count--) this.#addRow();
    this.#save();
    this.#begin();
  }

  kill(): void {
    if (this.client.dead) return;
    for (const client of this.#clients) client.kill();
    this.#again();
  }

  end(): void {
    for (const client of this.#clients) client.dead = true;
  }

  recover(): void {
    // A run has a client of its own; the next one starts anew.
  }

  get #clients(): SimulatedClient[] {
    return this.#other ? [this.client, this.#other] : [this.client];
  }

  /** Runs again after a while, perhaps when the file was edited. */
  #again(): void {
    const { random, scheduler } = this.world;
    if (this.#runs >= MAX_RUNS) return;
    scheduler.after(random.below(30_000), () => {
      this.client = new SimulatedClient(this.world, `command.${this.#runs + 1}`);
      if (random.chance(0.2)) this.#edit();
      this.#begin();
    });
  }

  #begin(): void {
    const { world, client } = this;
    this.#runs += 1;
    this.#other = world.random.chance(0.2)
      ? new SimulatedClient(world, `${client.name} elsewhere`)
      : undefined;
    world.clock.after(0, client, () => {
      Promise.all(this.#clients.map((each) => this.#runSoon(each))).then(
        (isNeeded) => {
          if (isNeeded.includes(true)) this.#end();
        },
        (error: unknown) => {
          if (client.dead) return;
          world.promises.broken('the command works', undefined, String((error as Error).stack));
        },
      );
    });
  }

  /** Not all hosts begin in the same moment. */
  async #runSoon(client: SimulatedClient): Promise<boolean> {
    const { clock, random } = this.world;
    if (client === this.#other) {
      await new Promise<void>((resolve) => {
        clock.after(random.below(20), this.client, resolve);
      });
    }
    return this.#run(client);
  }

  /** @returns whether it is to be run again */
  async #run(client: SimulatedClient): Promise<boolean> {
    const { world } = this;
    const { subject, promises, story, coverage } = world;
    story?.tell(client.name, `run ${this.#runs} of a file of ${this.#rows.length} rows`);
    const input = await subject.InputFile.read(ROWS);
    const before = this.#sentBefore();
    const journal = await subject.Journal.open(JOURNAL, IDENTITY, input).catch((error: unknown) => {
      // The disk is full already.
      if (isFullDisk(error)) return undefined;
      throw error;
    });
    if (journal === undefined) {
      story?.tell(client.name, 'cannot begin its journal');
      coverage.reach('command: no journal');
      return true;
    }
    const tally = new subject.Tally(this.#rows.length);
    const run: InstanceType<typeof subject.BulkRun> = new subject.BulkRun({
      send: this.#send(client, before, world.random.pick([1, 4, 8]), () => run.stopped),
      journal,
      defaults: {},
      output: {
        json: true,
        lost: undefined,
        result: (object: object) => {
          promises.keepsSecrets('the results of the command', JSON.stringify(object));
          return Promise.resolve();
        },
      },
      progress: { update: () => undefined, note: () => undefined, end: () => undefined },
      tally,
      interruption: this.#interruption(client),
    } as unknown as BulkRunParts);
    await run.sendAll(subject.readRows(input, undefined));
    await journal.close();
    story?.tell(
      client.name,
      `ends its run: ${String(tally)}${run.stopped ? `, ${run.stopped}` : ''}`,
    );
    coverage.reach(`command: ${run.stopped ?? 'done'}`);
    this.#check(tally, run.stopped);
    return tally.left + tally.notSent + tally.unknown > 0;
  }

  #end(): void {
    for (const client of this.#clients) {
      this.world.promises.clientDies(client);
      client.dead = true;
    }
    this.#again();
  }

  /** The client's own, told of every message that the command takes from the file. */
  #send(
    client: SimulatedClient,
    before: ReadonlySet<string>,
    concurrency: number,
    stopped: () => string | undefined,
  ): BulkRunParts['send'] {
    const { world } = this;
    const watch = async function* (this: BulkProgram, source: AsyncIterable<Queued>) {
      for await (const message of source) {
        // Killed in the middle of a write, it would go on.
        if (client.dead) await new Promise(() => undefined);
        if (before.has(message.requestId)) {
          world.promises.broken('a row that the journal calls sent is not sent again', undefined);
        }
        // A row may be on its way as the journal fails.
        if (stopped() === 'journal' && this.disk().failedAt < world.scheduler.steps) {
          world.promises.broken('no row is sent when the journal cannot be written', undefined);
        }
        this.#calls.set(message, this.#newCall(client, message));
        yield message;
      }
    }.bind(this);
    return (source, signal) =>
      client.tigerconnect.messages.sendMany(watch(source), {
        concurrency,
        signal,
        onOutcome: (outcome: SendOutcome<object, SentMessage>) => {
          this.#onOutcome(client, outcome);
        },
      });
  }

  #newCall(client: SimulatedClient, { body, requestId }: Queued): CallRecord {
    const { world } = this;
    const message = this.#rows.find((row) => row.message.input.body === body)?.message;
    const call = newCall(world.nextCall(), 'send', message, requestId, client.limits, world.clock);
    if (message) this.#sent.set(requestId, message);
    world.sends += 1;
    world.story?.tell(client.name, `call ${call.id} begins: message ${message?.n ?? ''}`);
    client.begin(call);
    return call;
  }

  #onOutcome(client: SimulatedClient, outcome: SendOutcome<object, SentMessage>): void {
    const { world } = this;
    const call = this.#calls.get(outcome.message);
    if (client.dead || call === undefined) return;
    if (outcome.status === 'fulfilled') world.promises.resolved(client, call, outcome.value);
    else {
      // The second signal ends all that is in flight.
      const { AbortedError } = world.subject;
      if (outcome.reason instanceof AbortedError) call.aborted ??= 'inside a step';
      world.promises.rejected(client, call, outcome.reason);
    }
    client.end(call);
    world.story?.tell(client.name, `call ${call.id} is ${outcome.status}`);
  }

  #interruption(client: SimulatedClient): { asked: AbortSignal; insisted: AbortSignal } {
    const { world } = this;
    const [asked, insisted] = [new AbortController(), new AbortController()];
    if (world.faults.strikes('abort')) {
      const within = world.random.pick([100, 10_000]);
      world.clock.after(world.random.below(within), client, () => {
        asked.abort();
      });
      world.clock.after(within + world.random.below(within), client, () => {
        insisted.abort();
      });
    }
    return { asked: asked.signal, insisted: insisted.signal };
  }

  /** The entries of the journal that can be read. */
  #entries(): { requestId: string; outcome: string; messageId?: string }[] {
    const lines = this.disk().read(JOURNAL)?.split('\n') ?? [];
    return lines.flatMap((line) => {
      try {
        const entry = JSON.parse(line) as { requestId: string; outcome: string } | null;
        return entry?.outcome === undefined ? [] : [entry];
      } catch {
        return [];
      }
    });
  }

  #sentBefore(): Set<string> {
    const sent = this.#entries().filter(({ outcome }) => outcome === 'sent');
    return new Set(sent.map(({ requestId }) => requestId));
  }

  #check(
    tally: { settled: number; rows: number; sent: number; before: number },
    stopped: string | undefined,
  ): void {
    const { promises } = this.world;
    promises.keepsSecrets('the journal', this.disk().read(JOURNAL) ?? '');
    const entries = this.#entries();
    for (const { requestId, outcome, messageId = '' } of entries) {
      const message = this.#sent.get(requestId);
      if (outcome === 'sent' && message?.tokens.includes(messageId) !== true) {
        promises.broken('what the journal calls sent was accepted', undefined, requestId);
      }
    }
    if (stopped === undefined && tally.settled !== tally.rows) {
      promises.broken('a run that is done has settled every row', undefined);
    }
    const written = entries.filter(({ outcome }) => outcome === 'sent').length;
    if (stopped !== 'journal' && written < tally.sent) {
      promises.broken('every row that is sent has its entry in the journal', undefined);
    }
    if (tally.sent + tally.before < tally.rows) return;
    for (const { message } of this.#rows) {
      const { wanted, deliveries } = message;
      if (deliveries < wanted) {
        promises.broken(
          'a row that is called sent was delivered',
          undefined,
          `message ${message.n}`,
        );
      }
    }
  }

  #addRow(): void {
    const { random } = this.world;
    // Two equal rows are two messages.
    const same = random.chance(0.15) ? this.#rows.find(({ requestId }) => !requestId) : undefined;
    if (same) {
      same.message.wanted += 1;
      this.#rows.push(same);
      return;
    }
    const requestId = random.chance(0.15) ? random.uuid() : undefined;
    this.#rows.push({ message: this.world.newMessage(), requestId });
  }

  /** Adds rows, moves rows, or replaces one that was sent or not. */
  #edit(): void {
    const { random, story } = this.world;
    story?.tell('editor', 'changes the file');
    if (random.chance(0.5)) this.#addRow();
    if (random.chance(0.5)) this.#rows.reverse();
    const [first] = this.#rows;
    const isOnce = this.#rows.filter((row) => row === first).length === 1;
    if (random.chance(0.3) && first && isOnce)
      this.#rows[0] = { message: this.world.newMessage(), requestId: undefined };
    this.#save();
  }

  #save(): void {
    const line = ({ message: { input }, requestId }: Row): string =>
      JSON.stringify({
        to: `${RECIPIENT}@ward.example`,
        body: input.body,
        ttl: input.ttl,
        requestId,
      });
    this.disk().write(ROWS, `${this.#rows.map(line).join('\n')}\n`);
  }
}
