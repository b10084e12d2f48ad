/** Checks of what callers give, by tables: a field, what holds for a right value, and the words for a wrong one. */

/** A rule for a field that may be left out. */
export type Rule<Fields> = readonly [
  field: keyof Fields & string,
  holds: (value: unknown) => boolean,
  message: string,
];

/** The errors that name a field. */
export type FieldError = new (field: string, message: string) => Error;

/** @throws `InvalidError` for the first rule that does not hold; the value never shows */
export function check<Fields>(
  fields: Fields,
  rules: readonly Rule<Fields>[],
  InvalidError: FieldError,
): void {
  for (const [field, holds, message] of rules) {
    if (fields[field] !== undefined && !holds(fields[field])) {
      throw new InvalidError(field, message);
    }
  }
}

/** How many letters must be added, dropped or replaced to make one word of the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  let last = to.length;
  for (const [index, letter] of Array.from(from).entries()) {
    let corner = index;
    last = index + 1;
    row = row.map((above, at) => {
      if (at > 0) last = Math.min(above + 1, last + 1, corner + (letter === to[at - 1] ? 0 : 1));
      corner = above;
      return last;
    });
  }
  return last;
}

/**
 * The known name that a word is most likely meant for; undefined when none is near.
 * @param most letters that may differ
 */
export function nearest(
  word: string,
  known: readonly string[],
  most = Infinity,
): string | undefined {
  const near = known
    .map((name) => ({ name, far: distance(word.toLowerCase().slice(0, 64), name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0];
  return near && near.far <= Math.min(most, Math.max(1, near.name.length / 3))
    ? near.name
    : undefined;
}

/**
 * Whether the name of an unknown field may be shown: it is plainly a slip. Any other may be content, as in the rows of
 * a table without a header; and a short word has names of people near it, such as Dana.
 */
export const isSlip = (name: string, meant: string | undefined): boolean =>
  meant !== undefined && meant.length > 4 && /^[a-z][\w-]*$/i.test(name);

/** The error for a field that is not known, with the one that it is most likely meant for. */
export function unknownField(
  whole: string,
  field: string,
  meant: string | undefined,
  InvalidError: FieldError,
  known: readonly string[],
): Error {
  const hint =
    meant === undefined ? `the known ones are ${known.join(', ')}` : `did you mean ${meant}?`;
  return isSlip(field, meant)
    ? new InvalidError(field, `is not known; ${hint}`)
    : new InvalidError(whole, `a field is not known; ${hint}`);
}

/**
 * @param whole what has the fields
 * @param others names that are refused elsewhere
 * @throws `InvalidError` for the first field that is not known, with the one it is most likely meant for
 */
export function checkKnown(
  whole: string,
  given: object,
  known: readonly string[],
  InvalidError: FieldError,
  others: readonly string[] = [],
): void {
  if (typeof given !== 'object' || (given as unknown) === null) {
    throw new InvalidError(whole, 'must be an object');
  }
  for (const field of Object.keys(given)) {
    if (known.includes(field) || others.includes(field)) continue;
    throw unknownField(whole, field, nearest(field, known), InvalidError, known);
  }
}

/**
 * Those of the fields that are given, as a plain object. By name, because a spread loses what a class or a prototype
 * gives; and each read once, so that what is checked afterwards is what is used.
 */
export function pick<Given extends object>(
  given: Given,
  names: readonly (keyof Given & string)[],
): Given {
  const fields = names.map((name) => [name, given[name]] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Given;
}

/** Of any realm, as a test runner has its own; another object may have fields that a copy of it has not. */
export const isPlainObject = (value: unknown): value is object => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

export const isUuid = (value: unknown): boolean => typeof value === 'string' && UUID.test(value);

/** The nil and the max UUID (RFC 9562, sections 5.9 and 5.10): what a UUID is that nobody set. */
const UNSET = /^(?:0{8}(?:-0{4}){3}-0{12}|f{8}(?:-f{4}){3}-f{12})$/i;

export const isUnsetUuid = (value: string): boolean => UNSET.test(value);

/** Whether it can be the key of one message: two with the same one would be one to the service. */
export const isOwnUuid = (value: unknown): boolean =>
  isUuid(value) && !isUnsetUuid(value as string);

/** A check for whole numbers that are no less. */
export const isWholeFrom =
  (least: number) =>
  (value: unknown): boolean =>
    Number.isSafeInteger(value) && (value as number) >= least;
