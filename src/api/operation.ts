/** An operation as it is sent: its arguments checked and kept from changing, and with its idempotency key. */
import { randomUUID } from 'node:crypto';

import type { ApiRequestOptions } from '../../generated/core/ApiRequestOptions.js';
import { ArgumentError, argumentName, checkRequired } from '../../generated/core/argument.js';
import { isUnsetUuid, isPlainObject } from '../check.js';
import { InvalidArgumentError } from '../errors.js';

const KEY = /^request-id$/i;
/** An empty key would be none. */
const KEY_VALUE = /^[\x21-\x7e]+$/;

/** What is sent, the same on every attempt. */
export interface OperationToSend {
  readonly operation: ApiRequestOptions;
  /** The idempotency key, where the operation takes one. */
  readonly requestId: string | undefined;
}

/** @throws InvalidArgumentError naming the argument, before anything is sent */
export function operationToSend(given: ApiRequestOptions): OperationToSend {
  try {
    // Of another object, what a class or a prototype gives would be lost.
    if (given.formData && !isPlainObject(given.formData)) {
      throw new ArgumentError('formData', 'must be a plain object');
    }
    checkRequired(given);
    const { path, query, headers, cookies, formData, body } = given;
    const requestId = idempotencyKey(given);
    const operation = {
      ...given,
      ...snapshot({ path, query, cookies, formData }),
      headers: snapshot({ ...headers, ...requestId }),
      body: bodySnapshot(body),
    };
    return { operation, requestId: Object.values(requestId)[0] };
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw new InvalidArgumentError(error.field, error.problem);
  }
}

/** The caller's key or a new one, under the header's own name; nothing where the operation takes none. */
function idempotencyKey(operation: ApiRequestOptions): Record<string, string> {
  const header = Object.keys(operation.headers ?? {}).find((name) => KEY.test(name));
  if (header === undefined) return {};
  const value = operation.headers?.[header] ?? randomUUID();
  if (typeof value === 'string' && KEY_VALUE.test(value) && !isUnsetUuid(value)) {
    return { [header]: value };
  }
  const problem = 'must be a text of its own without blanks, for example a UUID';
  throw new ArgumentError(argumentName(operation, 'headers', header), problem);
}

/** A copy of lists and plain objects, however deep: a caller may change them while the call waits to retry. */
function snapshot<Value>(value: Value, above: readonly unknown[] = []): Value {
  // One that holds itself is refused by name when it is encoded.
  if (typeof value !== 'object' || value === null || above.includes(value)) return value;
  const inner = (each: unknown): unknown => snapshot(each, [...above, value]);
  if (Array.isArray(value)) return value.map(inner) as Value;
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, inner(each)]);
  return Object.fromEntries(entries) as Value;
}

/** The same for a body, which is sent as JSON whatever it is made of, or as bytes. */
function bodySnapshot(body: unknown): unknown {
  if (body instanceof Uint8Array) return new Blob([body]);
  if (typeof body !== 'object' || body instanceof Blob) return body;
  try {
    return JSON.parse(JSON.stringify(body)) as unknown;
  } catch {
    // Refused by name when it is encoded.
    return body;
  }
}
