/** An answer made from the document, for an operation that the sandbox has no behaviour for. Always the same. */
import { sample } from '../vendor.js';
import { isJsonType, mediaTypeOf } from './content.js';
import type { ApiDocument } from './document.js';
import type { MediaType, Operation, ResponseObject } from './operation.js';
import type { Body, Reply } from './reply.js';

/** Headers that say how the answer is sent: they are the server's to set. */
const OWN_HEADERS = /^(?:content-.+|transfer-encoding|connection|date|trailer)$/i;

/** The first success that is declared; without one, what is declared for all other statuses. */
function chooseResponse(responses: Operation['responses']): [number, object] {
  // Numbers first, in their order.
  for (const [status, response] of Object.entries(responses)) {
    if (/^2\d\d$/.test(status)) return [Number(status), response];
    if (/^2XX$/i.test(status)) return [200, response];
  }
  return [200, responses['default'] ?? {}];
}

export class Sampler {
  constructor(private readonly document: ApiDocument) {}

  answer({ method, responses }: Operation): Reply {
    const [status, declared] = chooseResponse(responses);
    const { headers = {}, content = {} } = this.document.resolve(declared) as ResponseObject;
    const entries = Object.entries(headers).flatMap(([name, header]) => {
      if (OWN_HEADERS.test(name)) return [];
      const text = toHeaderText(this.#sampleValue(this.document.resolve(header)));
      return text === undefined ? [] : [[name, text] as const];
    });
    const reply = { status, headers: Object.fromEntries(entries) };
    const body = status === 204 || method === 'HEAD' ? undefined : this.#sampleContent(content);
    return body === undefined ? reply : { ...reply, body };
  }

  #sampleContent(content: Readonly<Record<string, MediaType>>): Body | undefined {
    const types = Object.keys(content);
    const type = types.find((one) => isJsonType(mediaTypeOf(one))) ?? types[0];
    const media = type === undefined ? undefined : content[type];
    if (type === undefined || media === undefined) return undefined;
    const value = this.#sampleValue(media);
    if (value === undefined) return undefined;
    // A range is no type; and the document says what is in an XML answer, not how it is written.
    const isRange = type.includes('*');
    if (isRange || isJsonType(mediaTypeOf(type))) {
      return { type: isRange ? 'application/json' : type, text: JSON.stringify(value) };
    }
    return typeof value === 'string' ? { type, text: value } : undefined;
  }

  /** The example, or one made by the schema. */
  #sampleValue({ example, examples = {}, schema }: MediaType): unknown {
    if (example !== undefined) return example;
    const [first] = Object.values(examples);
    if (first !== undefined) {
      const { value } = this.document.resolve(first) as { value?: unknown };
      if (value !== undefined) return value;
    }
    if (schema === undefined) return undefined;
    const options = { quiet: true, skipWriteOnly: true, enablePatterns: false };
    return sample(schema, options, this.document.root);
  }
}

const toHeaderText = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'object' ? JSON.stringify(value) : `${value as string | number}`;
  return text.replace(/[^\x20-\x7e]+/g, ' ');
};
