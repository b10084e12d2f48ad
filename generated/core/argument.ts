/* generated using openapi-typescript-codegen -- do not edit */
/* its source is scripts/templates/argument.ts */
/* istanbul ignore file */

// The arguments of an operation, by the names that its callers know: which must be given, and what is wrong
// with one. Values are never shown.
import type { ApiRequestOptions } from './ApiRequestOptions.js';
import { operations } from './operations.js';

export type Place = 'path' | 'query' | 'headers' | 'cookies' | 'formData' | 'body';

type Operation = Pick<ApiRequestOptions, 'method' | 'url'>;

/** An argument that cannot be sent; nothing was sent. */
export class ArgumentError extends TypeError {
  constructor(
    /** As callers know it: `recipient`, `formData.body`. */
    readonly field: string,
    readonly problem: string,
  ) {
    super(`${field}: ${problem}`);
  }
}

const detailsOf = ({ method, url }: Operation): (typeof operations)[string] | undefined =>
  operations[`${method} ${url}`];

/** The name by which callers give an input; the one on the wire where they are the same. */
export const argumentName = (operation: Operation, place: Place, wire: string): string => {
  if (place === 'body') return 'requestBody';
  const { required, renamed } = detailsOf(operation) ?? {};
  const input = `${place} ${wire}`;
  return (
    required?.[input] ?? renamed?.[input] ?? (place === 'formData' ? `formData.${wire}` : wire)
  );
};

/** Whether a success without a result cannot be right. */
export const needsResult = (operation: Operation): boolean =>
  detailsOf(operation)?.needsResult === true;

/** What stands at an input; `formData` and `body` alone are the whole of it. */
const valueAt = (options: ApiRequestOptions, input: string): unknown => {
  const [place = ''] = input.split(' ', 1);
  const whole = options[place as Place];
  if (place === input) return whole;
  const wire = input.slice(place.length + 1);
  const values = whole as Record<string, unknown> | undefined;
  return values !== undefined && Object.hasOwn(values, wire) ? values[wire] : undefined;
};

/** @throws ArgumentError for the first input that must be given and is not */
export const checkRequired = (options: ApiRequestOptions): void => {
  for (const [input, name] of Object.entries(detailsOf(options)?.required ?? {})) {
    const value = valueAt(options, input);
    // A body may be null; anything else that is would be left out.
    if (value === undefined || (value === null && input !== 'body')) {
      throw new ArgumentError(name, 'must be given');
    }
  }
};

/** What `encode` makes of an argument. @throws ArgumentError when it fails */
export const encodeArgument = <T>(
  operation: Operation,
  place: Place,
  wire: string,
  encode: () => T,
): T => {
  try {
    return encode();
  } catch (error) {
    if (error instanceof ArgumentError) throw error;
    const isText = error instanceof URIError;
    const problem = isText ? 'must be well-formed Unicode' : 'cannot be encoded';
    throw new ArgumentError(argumentName(operation, place, wire), problem);
  }
};
