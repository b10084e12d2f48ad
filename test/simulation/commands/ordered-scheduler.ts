/** What happens at about the same time, in an order that the scheduler of fast-check decides. */
import type { Scheduler as Order } from 'fast-check';

import type { Random } from '../random.js';
import { Scheduler } from '../scheduler.js';

/** Timers of a real machine are as late as that, and so are answers. */
const TOGETHER_MS = 20;

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class OrderedScheduler extends Scheduler {
  constructor(
    random: Random,
    private readonly order: Order,
  ) {
    super(random);
  }

  override async run(check: () => boolean, until = Infinity): Promise<void> {
    await settled();
    while (check()) {
      const first = this.next(until);
      if (first === undefined) break;
      this.now = first.at;
      this.#decide(first);
      const end = Math.min(until, first.at + TOGETHER_MS);
      for (let event = this.next(end); event !== undefined; event = this.next(end)) {
        this.now = event.at;
        this.#decide(event);
      }
      while (this.order.count() > 0 && check()) {
        await this.order.waitNext(1);
        this.steps += 1;
        await settled();
      }
    }
    if (until < Infinity) this.now = until;
  }

  #decide(event: { readonly action: (() => void) | undefined }): void {
    // It may be cancelled by one that comes before it.
    void this.order.schedule(Promise.resolve(), 'event').then(() => event.action?.());
  }
}
