/** Reads the body of a request as the document describes it, or as known clients send it instead. */
import {
  type Content,
  FORM,
  type FormFields,
  isJsonType,
  mediaTypeOf,
  MULTIPART,
} from './content.js';
import type { MediaType, Operation, RequestBody, Schema } from './operation.js';
import type { ParameterReader } from './parameters.js';
import type { Remarks } from './remarks.js';
import type { Reading } from './schemas.js';

/** What a request holds in one place, and the schema for it. */
export interface Part {
  readonly place: string;
  readonly value: unknown;
  readonly schema: Schema;
  readonly reading: Reading;
}

/** What was read; a reason when it cannot be, and neither when there is nothing to check. */
interface BodyReading {
  readonly part?: Part;
  readonly reason?: string;
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

const isScalar = (value: unknown): boolean => typeof value !== 'object';
const toText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** A JSON object as the fields of a form: a list of texts repeats its name, what is nested becomes JSON text. */
function toFormFields(value: object): FormFields {
  const given = Object.entries(value).filter(([, item]) => item !== null);
  const fields = given.map(([name, item]) => {
    const isList = Array.isArray(item) && item.every(isScalar);
    return [name, isList ? item.map(toText) : [toText(item)]] as const;
  });
  return new Map(fields);
}

export class BodyReader {
  constructor(private readonly parameters: ParameterReader) {}

  read(
    { body }: Operation,
    content: Content,
    header: string | undefined,
    remarks: Remarks,
  ): BodyReading {
    // What the document does not speak of is ignored, as other parameters are.
    if (body === undefined) return {};
    if (content.kind === 'none') {
      return body.required === true ? { reason: 'request: must have a body' } : {};
    }
    const type = mediaTypeOf(header);
    const media = findMediaType(body, type);
    if (media === undefined) return this.#readInstead(body, type, content, remarks);
    if (content.kind === 'unreadable') return { reason: `body: ${content.problem}` };
    if (content.kind === 'fields') return this.#readForm(content.fields, media);
    const { schema = {} } = media;
    const isJson = content.kind === 'json' && isJsonType(type);
    return isJson ? { part: { place: 'body', value: content.value, schema, reading: 'json' } } : {};
  }

  /** Where the document has a form, known clients also send JSON and multipart. */
  #readInstead(body: RequestBody, type: string, content: Content, remarks: Remarks): BodyReading {
    const form = findMediaType(body, FORM);
    const isKnown = isJsonType(type) || type === MULTIPART;
    if (form === undefined || !isKnown) {
      return { reason: `header content-type: must be ${Object.keys(body.content).join(' or ')}` };
    }
    remarks.depart(`the body is ${type === MULTIPART ? 'multipart' : 'JSON'}, not ${FORM}`);
    if (content.kind === 'unreadable') return { reason: `body: ${content.problem}` };
    if (content.kind === 'json') {
      const { value } = content;
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return { reason: 'body: must be a JSON object' };
      }
      return this.#readForm(toFormFields(value), form);
    }
    if (content.kind !== 'fields') return {};
    const fields = [...content.fields].filter(([name]) => !content.files.has(name));
    for (const name of content.files) remarks.depart(`the file ${name} is not kept`);
    return this.#readForm(new Map(fields), form);
  }

  #readForm(fields: FormFields, media: MediaType): BodyReading {
    const value = this.parameters.readForm(fields, media);
    return { part: { place: 'form', value, schema: media.schema ?? {}, reading: 'text' } };
  }
}
