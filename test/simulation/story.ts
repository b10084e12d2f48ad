/** The history in words, as it is shown when a promise was broken. */
export class Story {
  readonly #lines: string[] = [];

  constructor(private readonly now: () => number) {}

  tell(who: string, what: string): void {
    const time = `${(this.now() / 1_000).toFixed(3)} s`;
    this.#lines.push(`${time.padStart(12)}  ${who.padEnd(10)}  ${what}`);
  }

  toString(): string {
    return this.#lines.join('\n');
  }
}
