// Parameters nobody gave a type: marked before the conversion, and settled after the overlay had its
// say. What is untyped then is a string, and in the report.
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
  /** What carries the mark: the parameter, or the field's schema. */
  marked: JsonObject;
  schema: JsonObject;
}

/** Takes back the type the converter was given for want of one, so that the overlay's shows. */
export function forgetGuesses(document: JsonObject): void {
  for (const { schema } of operationsOf(document).flatMap(marked)) delete schema['type'];
}

/** Types what is still untyped as string, removes the marks, and lists what was untyped. */
export function settleUntyped(document: JsonObject): UntypedParameter[] {
  return operationsOf(document).flatMap((entry) =>
    marked(entry).flatMap((candidate) => {
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

function marked({ operation }: Operation): Candidate[] {
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
