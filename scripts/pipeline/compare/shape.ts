// A schema in the one form that the comparison reads: `allOf` merged, nullability among the types.
import { dereference, type JsonObject, objectOf } from '../document/document.js';
import { objectsIn, textOf, textsIn } from '../document/document.js';

export interface Shape {
  /** Undefined: any type. */
  types: Set<string> | undefined;
  /** Undefined: any value of the type. */
  values: unknown[] | undefined;
  format: string | undefined;
  properties: Map<string, JsonObject>;
  required: Set<string>;
  /** `false`, or the schema of further properties; `{}` is the default of JSON Schema. */
  additional: false | JsonObject;
  items: JsonObject;
  /** Those of `oneOf` or `anyOf`. */
  alternatives: JsonObject[] | undefined;
  /** `minimum`, `pattern` and the like. */
  limits: Map<string, unknown>;
  default: unknown;
  deprecated: boolean;
  /** Keywords that the comparison knows no rule for. */
  rest: JsonObject;
}

const LIMITS = new Set(
  `minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern
  minItems maxItems uniqueItems minProperties maxProperties`.split(/\s+/),
);

const READ = new Set(
  `$ref type nullable enum const format properties required additionalProperties items oneOf anyOf
  allOf default deprecated`.split(/\s+/),
);

/** Nothing that callers must follow; a discriminator only points at one of the alternatives. */
const WORDS = new Set(
  '$comment title description example examples externalDocs xml discriminator readOnly writeOnly'.split(
    ' ',
  ),
);

export function shapeOf(document: JsonObject, schema: unknown): Shape {
  const node = mergeAllOf(document, dereference(document, schema));
  const rest = Object.entries(node).filter(
    ([key]) => !READ.has(key) && !WORDS.has(key) && !LIMITS.has(key) && !key.startsWith('x-'),
  );
  const alternatives = node['oneOf'] ?? node['anyOf'];
  return {
    types: typesIn(node),
    values:
      'const' in node ? [node['const']] : Array.isArray(node['enum']) ? node['enum'] : undefined,
    format: textOf(node['format']),
    properties: new Map(
      Object.entries(objectOf(node['properties'])).map(([k, v]) => [k, objectOf(v)]),
    ),
    required: new Set(textsIn(node['required'])),
    additional:
      node['additionalProperties'] === false ? false : objectOf(node['additionalProperties']),
    items: objectOf(node['items']),
    alternatives: Array.isArray(alternatives) ? objectsIn(alternatives) : undefined,
    limits: new Map(Object.entries(node).filter(([key]) => LIMITS.has(key))),
    default: node['default'],
    deprecated: node['deprecated'] === true,
    rest: Object.fromEntries(rest),
  };
}

function typesIn(node: JsonObject): Set<string> | undefined {
  const declared = Array.isArray(node['type']) ? node['type'] : [node['type'] ?? impliedType(node)];
  const types = new Set(declared.filter((type) => typeof type === 'string'));
  if (types.size === 0) return undefined;
  return node['nullable'] === true ? types.add('null') : types;
}

function impliedType(node: JsonObject): string | undefined {
  if (Object.keys(objectOf(node['properties'])).length > 0) return 'object';
  if ('additionalProperties' in node) return 'object';
  return 'items' in node ? 'array' : undefined;
}

/** All members of `allOf` hold at once: their fields add up, and of other keywords the last counts. */
function mergeAllOf(
  document: JsonObject,
  schema: JsonObject,
  within: readonly JsonObject[] = [],
): JsonObject {
  if (!Array.isArray(schema['allOf']) || within.includes(schema)) return schema;
  const { allOf, ...own } = schema;
  const parts = objectsIn(allOf).map((part) =>
    mergeAllOf(document, dereference(document, part), [...within, schema]),
  );
  return [...parts, own].reduce<JsonObject>(
    (sum, part) => ({
      ...sum,
      ...part,
      properties: { ...objectOf(sum['properties']), ...objectOf(part['properties']) },
      required: [...textsIn(sum['required']), ...textsIn(part['required'])],
    }),
    {},
  );
}
