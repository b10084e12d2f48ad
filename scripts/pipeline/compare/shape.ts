// A schema in the one form that the comparison reads: `allOf` merged, nullability among the types.
import { asList, asNode, asText, type Node, resolve } from './document.js';

export interface Shape {
  /** Undefined: any type. */
  types: Set<string> | undefined;
  /** Undefined: any value of the type. */
  values: unknown[] | undefined;
  format: string | undefined;
  properties: Map<string, Node>;
  required: Set<string>;
  /** `false`, or the schema of further properties; `{}` is the default of JSON Schema. */
  additional: false | Node;
  items: Node;
  /** The alternatives of `oneOf` or `anyOf`. */
  variants: Node[] | undefined;
  /** `minimum`, `pattern` and the like. */
  limits: Map<string, unknown>;
  default: unknown;
  deprecated: boolean;
  /** Keywords that the comparison knows no rule for. */
  rest: Node;
}

const LIMITS = new Set(
  `minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern
  minItems maxItems uniqueItems minProperties maxProperties`.split(/\s+/),
);

const READ = new Set(
  `$ref type nullable enum const format properties required additionalProperties items oneOf anyOf
  allOf default deprecated`.split(/\s+/),
);

/** Nothing a caller has to obey; a discriminator only points at one of the variants. */
const WORDS = new Set(
  '$comment title description example examples externalDocs xml discriminator readOnly writeOnly'.split(
    ' ',
  ),
);

export function shapeOf(document: Node, schema: unknown): Shape {
  const node = merged(document, resolve(document, schema));
  const rest = Object.entries(node).filter(
    ([key]) => !READ.has(key) && !WORDS.has(key) && !LIMITS.has(key) && !key.startsWith('x-'),
  );
  const variants = node['oneOf'] ?? node['anyOf'];
  return {
    types: typesOf(node),
    values: 'const' in node ? [node['const']] : asEnum(node['enum']),
    format: asText(node['format']),
    properties: new Map(Object.entries(asNode(node['properties'])).map(([k, v]) => [k, asNode(v)])),
    required: new Set(asList(node['required']).filter((name) => typeof name === 'string')),
    additional:
      node['additionalProperties'] === false ? false : asNode(node['additionalProperties']),
    items: asNode(node['items']),
    variants: Array.isArray(variants) ? variants.map(asNode) : undefined,
    limits: new Map(Object.entries(node).filter(([key]) => LIMITS.has(key))),
    default: node['default'],
    deprecated: node['deprecated'] === true,
    rest: Object.fromEntries(rest),
  };
}

function asEnum(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function typesOf(node: Node): Set<string> | undefined {
  const declared = Array.isArray(node['type']) ? node['type'] : [node['type'] ?? implied(node)];
  const types = new Set(declared.filter((type) => typeof type === 'string'));
  if (types.size === 0) return undefined;
  return node['nullable'] === true ? types.add('null') : types;
}

function implied(node: Node): string | undefined {
  if (Object.keys(asNode(node['properties'])).length > 0) return 'object';
  if ('additionalProperties' in node) return 'object';
  return 'items' in node ? 'array' : undefined;
}

/** All members of `allOf` hold at once: their fields add up, and of other keywords the last counts. */
function merged(document: Node, schema: Node, within: readonly Node[] = []): Node {
  if (!Array.isArray(schema['allOf']) || within.includes(schema)) return schema;
  const { allOf, ...own } = schema;
  const parts = asList(allOf).map((part) =>
    merged(document, resolve(document, part), [...within, schema]),
  );
  return [...parts, own].reduce<Node>(
    (sum, part) => ({
      ...sum,
      ...part,
      properties: { ...asNode(sum['properties']), ...asNode(part['properties']) },
      required: [...asList(sum['required']), ...asList(part['required'])],
    }),
    {},
  );
}
