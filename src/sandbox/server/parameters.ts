/** Reads values as the document says that they are written: lists by their style, and the fields of forms. */
import type { FormFields } from './content.js';
import type { ApiDocument } from './document.js';
import type { MediaType, Operation, Parameter, Schema } from './operation.js';

/** Values by name; what came as text is text still. */
export type Values = Record<string, unknown>;

/** The parts of a request that hold parameters. */
export interface Sources {
  readonly path: Readonly<Record<string, string>>;
  readonly query: FormFields;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Headers that OpenAPI does not describe as parameters. */
const NOT_PARAMETERS = new Set(['accept', 'authorization', 'content-type']);

const SEPARATORS: Readonly<Record<string, string>> = {
  form: ',',
  spaceDelimited: ' ',
  pipeDelimited: '|',
  // The extension in which the pipeline keeps a format of Swagger 2.0 that OpenAPI 3 has no word for.
  csv: ',',
  ssv: ' ',
  tsv: '\t',
  pipes: '|',
};

interface Style {
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema?: Schema;
}

/** What stands between the items of a list; undefined when each item repeats the name. */
function findSeparator({ style = 'form', explode, schema, ...others }: Style): string | undefined {
  const format = (others as Schema)['x-collection-format'] ?? schema?.['x-collection-format'];
  if (typeof format === 'string') return SEPARATORS[format];
  return (explode ?? style === 'form') ? undefined : SEPARATORS[style];
}

const oneOrAll = (values: readonly string[]): unknown => (values.length > 1 ? values : values[0]);

const splitAll = (values: readonly string[], separator: string | undefined): readonly string[] =>
  separator === undefined ? values : values.flatMap((value) => value.split(separator));

const parseOr = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export class ParameterReader {
  constructor(private readonly document: ApiDocument) {}

  /** The document's parameters, by place: a request may carry others, which the document does not describe. */
  read({ parameters }: Operation, sources: Sources): Record<'path' | 'query' | 'header', Values> {
    const found = { path: {} as Values, query: {} as Values, header: {} as Values };
    for (const parameter of parameters) {
      const { in: place } = parameter;
      if (place === 'cookie') continue;
      const value = this.#readOne(parameter, sources);
      const name = place === 'header' ? parameter.name.toLowerCase() : parameter.name;
      if (value !== undefined) found[place][name] = value;
    }
    return found;
  }

  /** @param content the form's description in the document */
  readForm(fields: FormFields, { schema = {}, encoding = {} }: MediaType): Values {
    const { properties = {} } = this.document.resolve(schema) as {
      properties?: Record<string, Schema>;
    };
    const entries = [...fields].map(([name, values]) => {
      const property = this.document.resolve(
        Object.hasOwn(properties, name) ? (properties[name] ?? {}) : {},
      );
      const style = Object.hasOwn(encoding, name) ? encoding[name] : undefined;
      if (property['type'] === 'array') {
        return [name, splitAll(values, findSeparator({ ...style, schema: property }))] as const;
      }
      const value = oneOrAll(values);
      const isObject = property['type'] === 'object' && typeof value === 'string';
      return [name, isObject ? parseOr(value) : value] as const;
    });
    return Object.fromEntries(entries);
  }

  #readOne(parameter: Parameter, { path, query, headers }: Sources): unknown {
    const { in: place, name, content, allowEmptyValue = false } = parameter;
    const schema = this.document.resolve(parameter.schema ?? {});
    const isList = schema['type'] === 'array';
    if (place === 'query') {
      if (parameter.style === 'deepObject') return readDeepObject(name, query);
      const values = query.get(name) ?? [];
      // By OpenAPI an empty parameter counts as absent, unless the document says otherwise.
      if (values.every((value) => value === '') && !allowEmptyValue) return undefined;
      if (content !== undefined) return parseOr(values[0] ?? '');
      return isList ? splitAll(values, findSeparator(parameter)) : oneOrAll(values);
    }
    if (place === 'header' && NOT_PARAMETERS.has(name.toLowerCase())) return undefined;
    const value = place === 'path' ? path[name] : headers[name.toLowerCase()];
    if (value === undefined || (place === 'header' && value === '')) return undefined;
    if (content !== undefined) return parseOr(value);
    const format = (parameter as unknown as Schema)['x-collection-format'] ?? 'csv';
    return isList ? value.split(SEPARATORS[format as string] ?? ',') : value;
  }
}

/** `filter[name]=x` of a parameter `filter`. */
function readDeepObject(parameter: string, query: FormFields): Values | undefined {
  const entries = [...query].flatMap(([key, values]) => {
    const [, name] = key.startsWith(`${parameter}[`) ? (/\[([^\]]+)\]$/.exec(key) ?? []) : [];
    return name === undefined ? [] : [[name, oneOrAll(values)] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
