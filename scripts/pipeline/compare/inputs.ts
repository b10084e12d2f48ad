// Compares what a caller gives an operation by name: parameters and form fields. To callers they are
// one thing, so a removed form field weighs as much as a removed query parameter.
import { dereference, objectOf, objectsIn, textAt } from '../document/document.js';
import type { JsonObject, Operation } from '../document/document.js';
import { COLLECTION_FORMAT_MARK } from '../document/marks.js';
import { type Change, change } from './change.js';
import type { Documents } from './judge.js';
import { byMediaType } from './media-types.js';
import { compareUnread, meanTheSame } from './meaning.js';
import { findForm } from './request-body.js';
import { compareRequired, compareSchemas } from './schema.js';
import { compareDeprecation } from './values.js';

/** A parameter or a form field. */
interface Input {
  /** `query`, `path`, `header`, `cookie` or `form`. */
  in: string;
  name: string;
  required: boolean;
  deprecated: boolean;
  schema: unknown;
  /** How the value is written on the wire; undefined is the default. */
  encoding: unknown;
  /** A parameter as it stands; a field has only its schema and its encoding. */
  parameter: JsonObject;
}

const READ = new Set(
  'in name required deprecated schema content style explode allowReserved allowEmptyValue'.split(
    ' ',
  ),
);

const LABELS: Record<string, string> = { form: 'form field', header: 'header' };

// OpenAPI says that a parameter of one of these names is ignored.
const IGNORED_HEADERS = new Set(['accept', 'authorization', 'content-type']);

export function compareInputs(
  documents: Documents,
  where: string,
  before: Operation,
  after: Operation,
): Change[] {
  const old = inputsIn(documents.before, before);
  const now = inputsIn(documents.after, after);
  const lost = [...old.entries()].filter(([key]) => !now.has(key)).map(([, input]) => input);
  const found = [...now.entries()].filter(([key]) => !old.has(key)).map(([, input]) => input);
  const target = (input: Input) => found.find(({ name }) => name === input.name);
  const moved = new Set(lost.map(target));
  return [
    ...lost.map((input) => removedInput(where, input, target(input))),
    ...found.filter((input) => !moved.has(input)).map((input) => addedInput(where, input)),
    ...[...old].flatMap(([key, input]) => {
      const twin = now.get(key);
      return twin ? compareInput(documents, inputLabel(where, input), input, twin) : [];
    }),
  ];
}

function inputsIn(document: JsonObject, { item, operation }: Operation): Map<string, Input> {
  // The operation's own come last and override those of the path.
  const parameters = [...objectsIn(item['parameters']), ...objectsIn(operation['parameters'])];
  const inputs = [
    ...parameters.map((parameter) => parameterInput(dereference(document, parameter))),
    ...formInputs(document, operation),
  ].filter((input) => input.in !== 'header' || !IGNORED_HEADERS.has(input.name.toLowerCase()));
  return new Map(inputs.map((input) => [keyFor(input), input]));
}

function keyFor(input: Input): string {
  return `${input.in} ${input.in === 'header' ? input.name.toLowerCase() : input.name}`;
}

function parameterInput(parameter: JsonObject): Input {
  const media = [...byMediaType(parameter['content'])];
  const { style, explode, allowReserved, [COLLECTION_FORMAT_MARK]: format } = parameter;
  return {
    in: textAt(parameter, 'in'),
    name: textAt(parameter, 'name'),
    required: parameter['required'] === true,
    deprecated: parameter['deprecated'] === true,
    // A parameter has a schema, or content of one media type.
    schema: media[0] ? media[0][1]['schema'] : parameter['schema'],
    encoding: { style, explode, allowReserved, format, media: media.map(([type]) => type).join() },
    parameter,
  };
}

function formInputs(document: JsonObject, operation: JsonObject): Input[] {
  const form = findForm(document, operation);
  if (!form) return [];
  return [...form.shape.properties].map(([name, schema]) => ({
    in: 'form',
    name,
    required: form.shape.required.has(name),
    deprecated: schema['deprecated'] === true,
    schema,
    encoding: { ...objectOf(form.encoding[name]), format: schema[COLLECTION_FORMAT_MARK] },
    parameter: {},
  }));
}

/** The place of a parameter or form field, for people. */
export function inputLabel(where: string, { in: place, name }: Pick<Input, 'in' | 'name'>): string {
  return `${where} · ${LABELS[place] ?? `${place} parameter`} ${name}`;
}

function removedInput(where: string, input: Input, target: Input | undefined): Change {
  const at = inputLabel(where, input);
  return target
    ? change('input-moved', at, { old: input.in, now: target.in })
    : change('input-removed', at);
}

function addedInput(where: string, input: Input): Change {
  return change(input.required ? 'input-added-required' : 'input-added', inputLabel(where, input));
}

function compareInput(documents: Documents, where: string, old: Input, now: Input): Change[] {
  const context = { documents, where, direction: 'request' as const };
  return [
    ...compareRequired(context, old.required, now.required),
    ...compareSchemas(context, old.schema, now.schema),
    ...compareEncoding(where, old, now),
    ...compareEmpty(where, old.parameter, now.parameter),
    ...compareUnread(where, old.parameter, now.parameter, READ),
    ...(old.in === 'form' ? [] : compareDeprecation(where, old.deprecated, now.deprecated)),
  ];
}

/** With the defaults of OpenAPI written out, so that stating them is no change. */
function fullEncoding({ in: place, encoding }: Input): JsonObject {
  const { style, explode, allowReserved, ...rest } = objectOf(encoding);
  const actual = style ?? (place === 'path' || place === 'header' ? 'simple' : 'form');
  return {
    ...rest,
    style: actual,
    explode: explode ?? actual === 'form',
    allowReserved: allowReserved ?? false,
  };
}

function compareEncoding(where: string, old: Input, now: Input): Change[] {
  const { allowReserved: was, ...before } = fullEncoding(old);
  const { allowReserved: is, ...after } = fullEncoding(now);
  return [
    ...(meanTheSame(before, after) ? [] : [change('input-encoding-changed', where)]),
    ...(was === is ? [] : [change(is === true ? 'reserved-accepted' : 'reserved-refused', where)]),
  ];
}

function compareEmpty(where: string, old: JsonObject, now: JsonObject): Change[] {
  const [was, is] = [old, now].map(({ allowEmptyValue }) => allowEmptyValue === true);
  return was === is ? [] : [change(is === true ? 'empty-accepted' : 'empty-refused', where)];
}
