/** Things that take turns, so that their ratio holds on a busy machine too. */
import { median } from '../../../scripts/bench/median.js';

export interface Contender {
  readonly name: string;
  /** @returns how many a second */
  readonly run: () => Promise<number>;
}

/** @returns of each contender the figures of all rounds, after one round to warm up */
export async function takeTurns(
  contenders: readonly Contender[],
  rounds: number,
): Promise<Map<string, number[]>> {
  const figures = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, run } of contenders) {
      const perSecond = await run();
      if (round > 0) figures.get(name)?.push(perSecond);
    }
  }
  return figures;
}

/** The figures, each beside the first contender's, as the median of the rounds' ratios. */
export function printTurns(title: string, figures: ReadonlyMap<string, readonly number[]>): void {
  const [[, base] = ['', []]] = figures;
  console.log(`\n${title}`);
  for (const [name, values] of figures) {
    const ratio = median(values.map((value, round) => value / (base[round] ?? NaN)));
    const perSecond = median(values).toFixed(0).padStart(8);
    console.log(`${name.padEnd(52)}${perSecond} /s  ${ratio.toFixed(2)}`);
  }
}
