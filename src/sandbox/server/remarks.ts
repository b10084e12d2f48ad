/** What there is to say about one request: what the document does not say, and what is probably a mistake. */
import { refusal, type Reply } from './reply.js';

export class Remarks {
  readonly #mistakes: string[] = [];
  readonly #departures: { readonly text: string; readonly status: number }[] = [];

  /** @param strict whether what the document does not say is refused */
  constructor(readonly strict: boolean) {}

  /** The document allows it, and it is probably a mistake. */
  warn(text: string): void {
    this.#mistakes.push(text);
  }

  /**
   * The document does not say it.
   * @param status of the refusal, where it is refused
   */
  depart(text: string, status = 400): void {
    if (!this.#departures.some((one) => one.text === text)) this.#departures.push({ text, status });
  }

  /** What a strict sandbox refuses it for. */
  get reasons(): readonly string[] {
    return this.strict ? this.#departures.map(({ text }) => text) : [];
  }

  get warnings(): readonly string[] {
    return [...this.#departures.map(({ text }) => text), ...this.#mistakes];
  }

  /** @returns undefined when there is nothing to refuse */
  refuse(): Reply | undefined {
    const [first] = this.#departures;
    if (!this.strict || first === undefined) return undefined;
    return refusal(
      first.status,
      'The document does not say this, and the sandbox is strict.',
      this.reasons,
    );
  }
}
