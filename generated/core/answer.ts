/* generated using openapi-typescript-codegen -- do not edit */
/* its source is scripts/templates/answer.ts */
/* istanbul ignore file */

// The answer of the server, read whole and parsed.
import type { FetchResponse } from './fetch.js';

/** The server answered. */
export interface AttemptResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly statusText: string;
  /** One header, in whatever case it is named; null when there is none. */
  readonly header: (name: string) => string | null;
  /** All of them by lower-case name; put together when first read. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed when it is JSON, else text; undefined when empty or not readable. */
  readonly body: unknown;
  /** Why there is no body to show: it broke off, is not the JSON it claims to be, or is too long. */
  readonly unreadable?: 'broken' | 'invalid-json' | 'too-large';
}

/** The answer is longer than it may be. */
export class TooLarge extends Error {}

export const readBytes = async (body: unknown, maxBytes: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (body !== undefined && body !== null) {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      length += chunk.byteLength;
      if (length > maxBytes) throw new TooLarge();
      chunks.push(chunk);
    }
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
};

type Content = Partial<Pick<AttemptResponse, 'body' | 'unreadable'>>;

const decoder = new TextDecoder();

export const parseBody = (bytes: Uint8Array, { headers }: FetchResponse): Content => {
  if (bytes.byteLength === 0) return {};
  const type = headers.get('content-type') ?? '';
  const content = decoder.decode(bytes);
  if (!/^application\/(?:[^;\s]+\+)?json\b/i.test(type)) return { body: content };
  try {
    return { body: JSON.parse(content) as unknown };
  } catch {
    return { unreadable: 'invalid-json' };
  }
};

export class Answer implements AttemptResponse {
  readonly kind = 'response';
  readonly status: number;
  readonly statusText: string;
  readonly body: unknown;
  declare readonly unreadable?: NonNullable<AttemptResponse['unreadable']>;
  readonly #headers: FetchResponse['headers'];

  constructor({ status, statusText, headers }: FetchResponse, content: Content) {
    this.status = status;
    this.statusText = statusText;
    this.#headers = headers;
    this.body = content.body;
    if (content.unreadable !== undefined) this.unreadable = content.unreadable;
  }

  header(name: string): string | null {
    return this.#headers.get(name);
  }

  get headers(): Record<string, string> {
    const headers: Record<string, string> = {};
    this.#headers.forEach((value, name) => {
      headers[name.toLowerCase()] = value;
    });
    return headers;
  }
}
