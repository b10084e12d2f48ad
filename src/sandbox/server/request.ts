/** Reads a request: its body, with a limit, and its parts that the document speaks of. */
import type { IncomingMessage } from 'node:http';

import { type Context, type HttpBindings } from '../vendor.js';
import type { RequestParts } from './validator.js';

export type ServerContext = Context<{ Bindings: HttpBindings }>;

export interface ApiRequest extends RequestParts {
  /** Absent when the header is empty, as the document has it. */
  readonly requestId?: string;
}

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Not by hono's `bodyLimit`: on a body of unknown length it makes a global `Request` of node-server's
 * own, which fails unless the globals are replaced.
 * @returns undefined when the body is longer than 1 MiB; the server then drains what is left
 */
export async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > MAX_BODY_BYTES) return undefined;
  }
  return Buffer.concat(chunks).toString();
}

/** @param basePath is not part of the document's paths */
export function toApiRequest({ req }: ServerContext, basePath: string, body: string): ApiRequest {
  const { pathname, searchParams } = new URL(req.url);
  const requestId = req.header('request-id') ?? '';
  return {
    method: req.method,
    path: pathname.slice(basePath.length),
    query: searchParams,
    headers: req.header(),
    body,
    ...(requestId !== '' && { requestId }),
  };
}
