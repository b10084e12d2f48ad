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

export const isFunction = (value: unknown): boolean => typeof value === 'function';

export const isCount = (value: unknown): boolean =>
  Number.isSafeInteger(value) && (value as number) >= 0;
