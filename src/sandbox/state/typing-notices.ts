/** Who is being typed to. A notice ends after 8 seconds, unless it is renewed, or when the message arrives. */
import type { Clock } from '../../clock.js';
import { Deadlines } from './deadlines.js';
import { Ring } from './ring.js';
import type { Typing } from './snapshot.js';

const TYPING_MS = 8_000;

export class TypingNotices {
  readonly #notices: Ring<Typing>;
  readonly #deadlines: Deadlines;

  constructor(
    capacity: number,
    private readonly clock: Clock,
    private readonly onChange: (typing: Typing) => void,
  ) {
    this.#deadlines = new Deadlines(clock);
    this.#notices = new Ring(capacity, (address) => {
      this.#deadlines.clear(`${address}`);
    });
  }

  get current(): readonly Typing[] {
    this.#deadlines.run();
    return this.#notices.values;
  }

  begin(recipient: string): void {
    const notice = { recipient, until: this.clock.now() + TYPING_MS };
    this.#notices.set(recipient, notice);
    this.#deadlines.set(recipient, notice.until, () => {
      this.end(recipient);
    });
    this.onChange(notice);
  }

  end(recipient: string): void {
    if (this.#notices.get(recipient) === undefined) return;
    this.#deadlines.clear(recipient);
    this.#notices.delete(recipient);
    this.onChange({ recipient, until: this.clock.now() });
  }

  /** Ends all, without calling `onChange`. */
  stop(): void {
    this.#deadlines.stop();
    this.#notices.clear();
  }
}
