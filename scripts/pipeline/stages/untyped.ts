// Parameters without a type. A rule marks them before the conversion; what the overlay does not type
// either becomes a string and is reported.
import type { Json, JsonObject, Operation } from '../document/document.js';
import {
  isObject,
  objectOf,
  objectsIn,
  operationsOf,
  remove,
  textAt,
} from '../document/document.js';
import { UNTYPED_MARK } from '../document/marks.js';

/** A parameter or form field for which neither the vendor nor the overlay gives a type. */
export interface UntypedParameter {
  /** The operation, as `POST /message/`. */
  operation: string;
  name: string;
  /** `query`, `path`, `header`, `cookie` or `form`. */
  in: string;
}

interface Candidate {
  name: string;
  in: string;
  /** Has the mark: the parameter, or the field's schema. */
  marked: JsonObject;
  schema: JsonObject;
}

/** Removes the type that only the converter needed, so that the overlay decides. */
export function removeGuessedTypes(document: JsonObject): void {
  for (const { schema } of operationsOf(document).flatMap(markedIn)) delete schema['type'];
}

/** Makes strings of what is still untyped, removes the marks, and lists what was untyped. */
export function typeAsStrings(document: JsonObject): UntypedParameter[] {
  return operationsOf(document).flatMap((entry) =>
    markedIn(entry).flatMap((candidate) => {
      remove(candidate.marked, UNTYPED_MARK);
      if (isTyped(candidate.schema)) return [];
      candidate.schema['type'] = 'string';
      return [{ operation: entry.place, name: candidate.name, in: candidate.in }];
    }),
  );
}

function isTyped(schema: JsonObject): boolean {
  return ['type', '$ref', 'enum', 'allOf', 'anyOf', 'oneOf'].some((key) => key in schema);
}

function markedIn({ operation }: Operation): Candidate[] {
  const parameters = objectsIn(operation['parameters']).map((parameter) => ({
    name: textAt(parameter, 'name'),
    in: textAt(parameter, 'in'),
    marked: parameter,
    schema: objectOf(parameter['schema']),
  }));
  const fields = Object.values(objectOf(objectOf(operation['requestBody'])['content']))
    .flatMap((media: Json) =>
      Object.entries(objectOf(objectOf(objectOf(media)['schema'])['properties'])),
    )
    .flatMap(([name, schema]) =>
      isObject(schema) ? [{ name, in: 'form', marked: schema, schema }] : [],
    );
  return [...parameters, ...fields].filter((candidate) => UNTYPED_MARK in candidate.marked);
}
