/** Checks of what callers give, by tables: a field, what holds for a right value, and the words for a wrong one. */

/** A rule for a field that may be left out. */
export type Rule<Fields> = readonly [
  field: keyof Fields & string,
  holds: (value: unknown) => boolean,
  message: string,
];

/** The errors that name a field. */
export type Fault = new (field: string, message: string) => Error;

/** @throws `Fault` for the first rule that does not hold; the value never shows */
export function check<Fields>(fields: Fields, rules: readonly Rule<Fields>[], Fault: Fault): void {
  for (const [field, holds, message] of rules) {
    if (fields[field] !== undefined && !holds(fields[field])) throw new Fault(field, message);
  }
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

export const isUuid = (value: unknown): boolean => typeof value === 'string' && UUID.test(value);

/** A check for whole numbers that are no less. */
export const isWholeFrom =
  (least: number) =>
  (value: unknown): boolean =>
    Number.isSafeInteger(value) && (value as number) >= least;
