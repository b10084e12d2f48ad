/** The document's schemas as ajv checks them. */
import { Ajv, ajvFormats, type ValidateFunction } from '../vendor.js';
import type { Schema } from './operation.js';

/** The name under which ajv knows the document. */
const DOCUMENT = 'document';

/** ECMAScript cannot read every vendor's pattern; such a pattern forbids nothing. */
const readPattern = Object.assign(
  (pattern: string, flags: string): RegExp => {
    try {
      return new RegExp(pattern, flags);
    } catch {
      return /(?:)/;
    }
  },
  { code: 'RegExp' },
);

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The required properties of a request: what is read-only is required of answers alone. */
function requiredOfRequests({ required, properties }: Json): unknown {
  if (!Array.isArray(required) || !isRecord(properties)) return required;
  return required.filter((name: string) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return !(isRecord(property) && property['readOnly'] === true);
  });
}

/** A bound as JSON Schema has it: OpenAPI 3.0 says by a boolean that the bound itself is excluded. */
function convertBound(schema: Json, bound: string, exclusive: string): Json {
  const { [bound]: limit, [exclusive]: isExclusive, ...others } = schema;
  if (typeof isExclusive !== 'boolean') return schema;
  return limit === undefined ? others : { ...others, [isExclusive ? exclusive : bound]: limit };
}

/** Without `nullable` where there is no type: it says nothing there, and ajv refuses it. */
function convertNullable({ nullable, ...others }: Json): Json {
  const isKeyword = typeof nullable === 'boolean' && others['type'] !== undefined;
  return isKeyword || isRecord(nullable) ? { ...others, nullable } : others;
}

/** A schema of OpenAPI 3.0, or what holds some, as a JSON Schema whose references lead into the document. */
function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (!isRecord(value)) return value;
  const { $ref } = value;
  // What stands beside a reference does not count.
  if (typeof $ref === 'string') return { $ref: $ref.replace(/^#/, `${DOCUMENT}#`) };
  const entries = Object.entries(value).filter(([name]) => name !== '$id' && name !== '$schema');
  let schema: Json = Object.fromEntries(entries.map(([name, part]) => [name, convert(part)]));
  schema = convertBound(schema, 'minimum', 'exclusiveMinimum');
  schema = convertBound(schema, 'maximum', 'exclusiveMaximum');
  schema = convertNullable(schema);
  if (!Array.isArray(schema['required'])) return schema;
  return { ...schema, required: requiredOfRequests(schema) };
}

/** How values are taken: `text` came as text and is converted to the schema's types in place; `json` is exact. */
export type Reading = 'text' | 'json';

export class Schemas {
  readonly #readers: Readonly<Record<Reading, Ajv>>;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: object) {
    const converted = convert(document) as Schema;
    const reader = (coerceTypes: 'array' | false): Ajv => {
      const ajv = new Ajv({
        coerceTypes,
        allErrors: true,
        strict: false,
        validateSchema: false,
        // Unknown formats are ignored, without a warning.
        logger: false,
        unicodeRegExp: false,
        code: { regExp: readPattern },
      });
      ajvFormats.default(ajv);
      ajv.addSchema(converted, DOCUMENT);
      return ajv;
    };
    this.#readers = { text: reader('array'), json: reader(false) };
  }

  /**
   * The check of a schema, compiled when it is first asked for, so that starting is quick.
   * @param key names the schema
   */
  check(key: string, reading: Reading, schema: Schema): ValidateFunction {
    const known = this.#compiled.get(`${reading} ${key}`);
    if (known !== undefined) return known;
    const compiled = this.#readers[reading].compile(convert(schema) as Schema);
    this.#compiled.set(`${reading} ${key}`, compiled);
    return compiled;
  }
}
