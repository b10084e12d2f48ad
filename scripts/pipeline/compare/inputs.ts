// Compares what a caller gives an operation by name: parameters and form fields. To callers they are
// one thing, so a removed form field weighs as much as a removed query parameter.
import { breaking, type Change, feature } from './change.js';
import { asList, asNode, asText, equal, resolve } from './document.js';
import type { Documents, Node, Operation } from './document.js';
import { formOf } from './request-body.js';
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
  writing: unknown;
}

const LABELS: Record<string, string> = { form: 'form field', header: 'header' };

// OpenAPI says that a parameter of one of these names is ignored.
const IGNORED_HEADERS = new Set(['accept', 'authorization', 'content-type']);

export function compareInputs(
  documents: Documents,
  where: string,
  before: Operation,
  after: Operation,
): Change[] {
  const old = inputsOf(documents.before, before);
  const now = inputsOf(documents.after, after);
  const lost = [...old.entries()].filter(([key]) => !now.has(key)).map(([, input]) => input);
  const found = [...now.entries()].filter(([key]) => !old.has(key)).map(([, input]) => input);
  const target = (input: Input) => found.find(({ name }) => name === input.name);
  const moved = new Set(lost.map(target));
  return [
    ...lost.map((input) => lostInput(where, input, target(input))),
    ...found.filter((input) => !moved.has(input)).map((input) => foundInput(where, input)),
    ...[...old].flatMap(([key, input]) => {
      const twin = now.get(key);
      return twin ? compareInput(documents, label(where, input), input, twin) : [];
    }),
  ];
}

function inputsOf(document: Node, { node, shared }: Operation): Map<string, Input> {
  // The operation's own come last and override those of the path.
  const parameters = [...shared, ...asList(node['parameters'])].map((p) => resolve(document, p));
  const inputs = [...parameters.map(parameterInput), ...formInputs(document, node)].filter(
    (input) => input.in !== 'header' || !IGNORED_HEADERS.has(input.name.toLowerCase()),
  );
  return new Map(inputs.map((input) => [keyOf(input), input]));
}

function keyOf(input: Input): string {
  return `${input.in} ${input.in === 'header' ? input.name.toLowerCase() : input.name}`;
}

function parameterInput(parameter: Node): Input {
  const [media] = Object.entries(asNode(parameter['content']));
  const { style, explode, allowReserved } = parameter;
  return {
    in: asText(parameter['in']) ?? '',
    name: asText(parameter['name']) ?? '',
    required: parameter['required'] === true,
    deprecated: parameter['deprecated'] === true,
    schema: media ? asNode(media[1])['schema'] : parameter['schema'],
    writing: { style, explode, allowReserved, media: media?.[0] },
  };
}

function formInputs(document: Node, operation: Node): Input[] {
  const form = formOf(document, operation);
  if (!form) return [];
  return [...form.shape.properties].map(([name, schema]) => ({
    in: 'form',
    name,
    required: form.shape.required.has(name),
    deprecated: schema['deprecated'] === true,
    schema,
    writing: form.encoding[name],
  }));
}

function label(where: string, { in: place, name }: Input): string {
  return `${where} · ${LABELS[place] ?? `${place} parameter`} ${name}`;
}

function lostInput(where: string, input: Input, target: Input | undefined): Change {
  if (target) {
    const what = `It moved from the ${input.in} to the ${target.in}.`;
    const why = 'Callers have to pass it elsewhere, and it travels in another place.';
    return breaking('changed', label(where, input), what, why);
  }
  const why = 'Code that sets it no longer compiles, and the service may ignore it or refuse it.';
  return breaking('removed', label(where, input), 'It was removed.', why);
}

function foundInput(where: string, input: Input): Change {
  if (input.required) {
    const why = 'Calls without it were valid and are refused now.';
    return breaking('added', label(where, input), 'It was added, and it is required.', why);
  }
  const why = 'Calls without it stay valid.';
  return feature('added', label(where, input), 'It was added.', why);
}

function compareInput(documents: Documents, where: string, old: Input, now: Input): Change[] {
  const place = { documents, where, direction: 'request' as const };
  return [
    ...compareRequired(place, old.required, now.required),
    ...compareSchemas(place, old.schema, now.schema),
    ...compareWriting(where, old, now),
    ...(old.in === 'form' ? [] : compareDeprecation(where, old.deprecated, now.deprecated)),
  ];
}

/** With the defaults of OpenAPI written out, so that saying them is no change. */
function writingOf({ in: place, writing }: Input): Node {
  const { style, explode, allowReserved, ...rest } = asNode(writing);
  const usual = place === 'path' || place === 'header' ? 'simple' : 'form';
  const written = style ?? usual;
  return {
    ...rest,
    style: written,
    explode: explode ?? written === 'form',
    allowReserved: allowReserved ?? false,
  };
}

function compareWriting(where: string, old: Input, now: Input): Change[] {
  const [before, after] = [writingOf(old), writingOf(now)];
  if (equal(before, after)) return [];
  const what = 'It is written in another way on the wire (style, explode or media type).';
  return [
    breaking('changed', where, what, 'Clients already released write it as the old document says.'),
  ];
}
