/** Validates requests by the OpenAPI document. Its reasons repeat no value of the request. */
import { collectFields, type Content, isJsonType, mediaTypeOf } from './content.js';
import type { ApiDocument, MediaType, Operation, RequestBody, Route, Schema } from './document.js';
import { ParameterReader, type Values } from './parameters.js';
import { type Reading, Schemas } from './schemas.js';

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
  /** In the types that the document gives them, as the fields of the body. */
  readonly query: Readonly<Values>;
  /** The fields of a form, or of a JSON object. */
  readonly fields: Readonly<Values>;
}

/** What a request holds in one place, and the schema for it. */
interface Part {
  readonly place: string;
  readonly value: unknown;
  readonly schema: Schema;
  readonly reading: Reading;
}

/** The description of a media type: its own, or that of a range which holds it. */
function findMediaType({ content }: RequestBody, type: string): MediaType | undefined {
  const names = Object.keys(content);
  const range = `${type.split('/')[0] ?? ''}/*`;
  for (const wanted of [type, range, '*/*']) {
    const name = names.find((one) => mediaTypeOf(one) === wanted);
    if (name !== undefined) return content[name];
  }
  return undefined;
}

export class RequestValidator {
  readonly #schemas: Schemas;
  readonly #parameters: ParameterReader;

  constructor(document: ApiDocument) {
    this.#schemas = new Schemas(document.root);
    this.#parameters = new ParameterReader(document);
  }

  validate({ operation, path }: Route, { query, headers, content }: RequestParts): Validation {
    const sources = { path, query: collectFields(query), headers };
    const parameters = this.#parameters.read(operation, sources);
    const body = this.#readBody(operation, content, headers['content-type']);
    if ('reason' in body) return { query: {}, fields: {}, reasons: [body.reason] };
    const places = ['path', 'query', 'header'] as const;
    const parts = [
      ...(body.part === undefined ? [] : [body.part]),
      ...places.map((place) => parameterPart(operation, place, parameters[place])),
    ];
    const reasons = parts.flatMap((part) => this.#findReasons(operation, part));
    const fields = body.part?.value;
    return {
      query: parameters.query,
      fields: typeof fields === 'object' && fields !== null ? (fields as Values) : {},
      reasons: [...new Set(reasons)],
    };
  }

  #readBody(
    { body }: Operation,
    content: Content,
    header: string | undefined,
  ): { readonly part?: Part } | { readonly reason: string } {
    // What the document does not speak of is ignored, as other parameters are.
    if (body === undefined) return {};
    if (content.kind === 'none') {
      return body.required === true ? { reason: 'request: must have a body' } : {};
    }
    const type = mediaTypeOf(header);
    const media = findMediaType(body, type);
    if (media === undefined) {
      return { reason: `header content-type: must be ${Object.keys(body.content).join(' or ')}` };
    }
    if (content.kind === 'unreadable') return { reason: `body: ${content.problem}` };
    const { schema = {} } = media;
    if (content.kind === 'fields') {
      const value = this.#parameters.readForm(content.fields, media);
      return { part: { place: 'form', value, schema, reading: 'text' } };
    }
    const isJson = content.kind === 'json' && isJsonType(type);
    return isJson ? { part: { place: 'body', value: content.value, schema, reading: 'json' } } : {};
  }

  #findReasons({ id }: Operation, { place, value, schema, reading }: Part): string[] {
    const check = this.#schemas.check(`${id} ${place}`, reading, schema);
    if (check(value)) return [];
    return (check.errors ?? []).map(({ instancePath, message = 'is not valid' }) => {
      const [, ...names] = instancePath.split('/');
      return `${[place, ...names].join(' ')}: ${message}`;
    });
  }
}

/** The parameters of one place, as one object. */
function parameterPart(
  operation: Operation,
  place: 'path' | 'query' | 'header',
  value: Values,
): Part {
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
