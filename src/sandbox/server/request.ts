/** Reads a request: its body, with a limit, and its parts that the document speaks of. */
import type { IncomingMessage } from 'node:http';

import { type Context, type HttpBindings } from '../vendor.js';
import { readContent } from './content.js';
import type { RequestParts } from './validator.js';

export type ServerContext = Context<{ Bindings: HttpBindings }>;

export interface ApiRequest extends RequestParts {
  readonly method: string;
  /** With the base path. */
  readonly path: string;
  /** Absent when the header is empty, as the document has it. */
  readonly requestId?: string;
}

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Not by hono's `bodyLimit`: on a body of unknown length it makes a global `Request` of node-server's
 * own, which fails unless the globals are replaced.
 * @returns undefined when the body is longer than 1 MiB; the server then drains what is left
 */
export async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > MAX_BODY_BYTES) return undefined;
  }
  return Buffer.concat(chunks);
}

export function toApiRequest({ req }: ServerContext, body: Buffer): ApiRequest {
  const { pathname, searchParams } = new URL(req.url);
  const headers = req.header();
  const requestId = headers['request-id'] ?? '';
  return {
    method: req.method,
    path: pathname,
    query: searchParams,
    headers,
    content: readContent(headers['content-type'], body),
    ...(requestId !== '' && { requestId }),
  };
}
