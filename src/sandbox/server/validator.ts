/** Validates requests by the OpenAPI document. Its reasons repeat no value of the request. */
import { BodyReader, type Part } from './body.js';
import { collectFields, type Content } from './content.js';
import type { ApiDocument } from './document.js';
import type { Operation, Route } from './operation.js';
import { takeKnownValues } from './known-clients.js';
import { ParameterReader, type Values } from './parameters.js';
import type { Remarks } from './remarks.js';
import { Schemas } from './schemas.js';
import { remarkUnknownNames } from './unknown-names.js';

/** The parts of a request that the document describes, beside its path. */
export interface RequestParts {
  readonly query: URLSearchParams;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Content;
}

export interface Validation {
  /** Why the request is not valid; empty when it is. */
  readonly reasons: readonly string[];
  /** All in the types that the document gives them. */
  readonly path: Readonly<Values>;
  readonly query: Readonly<Values>;
  /** The fields of a form, or of a JSON object. */
  readonly fields: Readonly<Values>;
}

const PLACES = ['path', 'query', 'header'] as const;

export class RequestValidator {
  readonly #schemas: Schemas;
  readonly #parameters: ParameterReader;
  readonly #body: BodyReader;

  constructor(private readonly document: ApiDocument) {
    this.#schemas = new Schemas(document.root);
    this.#parameters = new ParameterReader(document);
    this.#body = new BodyReader(this.#parameters);
  }

  validate({ operation, path }: Route, request: RequestParts, remarks: Remarks): Validation {
    const { headers, content } = request;
    const query = collectFields(request.query);
    const parameters = this.#parameters.read(operation, { path, query, headers });
    const body = this.#body.read(operation, content, headers['content-type'], remarks);
    if (body.reason !== undefined) {
      return { path: {}, query: {}, fields: {}, reasons: [body.reason] };
    }
    const { part } = body;
    remarkUnknownNames(this.document, operation, { query, form: part }, remarks);
    const given = typeof part?.value === 'object' && part.value !== null ? part.value : {};
    const { others, known } = takeKnownValues(operation, given as Values, remarks);
    const form = part?.reading === 'text' ? { ...part, value: others } : part;
    const parts = [
      ...(form === undefined ? [] : [form]),
      ...PLACES.map((place) => parameterPart(operation, place, parameters[place])),
    ];
    const reasons = parts.flatMap((one) => this.#findReasons(operation, one));
    const fields = { ...(form?.value ?? {}), ...known };
    const { path: inPath, query: inQuery } = parameters;
    return { path: inPath, query: inQuery, fields, reasons: [...new Set(reasons)] };
  }

  #findReasons({ method, path }: Operation, { place, value, schema, reading }: Part): string[] {
    const check = this.#schemas.check(`${method} ${path} ${place}`, reading, schema);
    if (check(value)) return [];
    return (check.errors ?? []).map(({ instancePath, message = 'is not valid' }) => {
      const [, ...names] = instancePath.split('/');
      return `${[place, ...names].join(' ')}: ${message}`;
    });
  }
}

/** The parameters of one place, as one object. */
function parameterPart(operation: Operation, place: (typeof PLACES)[number], value: Values): Part {
  const described = operation.parameters.filter((parameter) => parameter.in === place);
  const nameOf = (name: string): string => (place === 'header' ? name.toLowerCase() : name);
  const properties = described.map(({ name, schema, content = {} }) => {
    const [media] = Object.values(content);
    return [nameOf(name), schema ?? media?.schema ?? {}] as const;
  });
  const required = described
    .filter((parameter) => parameter.required === true)
    .map(({ name }) => nameOf(name));
  const schema = { type: 'object', properties: Object.fromEntries(properties), required };
  return { place, value, schema, reading: 'text' };
}
