/**
 * Prism, the independent judge of our requests, on a free loopback port: it answers from an OpenAPI or
 * Swagger document and refuses what the document does not allow. In front of it stands a recorder
 * that shows what really went over the wire, and takes off the base path, which Prism does not serve.
 */
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createLogger } from '@stoplight/prism-core';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { createServer as createPrism } from '@stoplight/prism-http-server';

/** One request and its answer, as they were on the wire. */
export interface Exchange {
  request: { method: string; target: string; headers: Record<string, string>; body: string };
  response: { status: number; headers: Record<string, string>; body: string };
}

export interface Judge {
  /** Base URL for a client, with the base path. */
  url: string;
  exchanges: Exchange[];
  close: () => Promise<void>;
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function headersOf({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    headers[rawHeaders[at] ?? ''] = rawHeaders[at + 1] ?? '';
  }
  return headers;
}

function record(prismUrl: string, basePath: string, exchanges: Exchange[]): Server {
  return createServer((incoming, outgoing) => {
    void (async () => {
      const { method = '', url: target = '' } = incoming;
      const headers = headersOf(incoming);
      const body = await textOf(incoming);
      const path = target.startsWith(`${basePath}/`) ? target.slice(basePath.length) : target;
      const onward = httpRequest(`${prismUrl}${path}`, { method, headers });
      onward.end(body);
      const [answer] = (await once(onward, 'response')) as [IncomingMessage];
      const response = {
        status: answer.statusCode ?? 0,
        headers: headersOf(answer),
        body: await textOf(answer),
      };
      exchanges.push({ request: { method, target, headers, body }, response });
      outgoing.writeHead(response.status, response.headers).end(response.body);
    })().catch((error: unknown) => {
      outgoing.destroy(error as Error);
    });
  });
}

/** @param document an OpenAPI 3 or Swagger 2.0 document, or the path of one */
export async function startPrism(document: string | object, basePath = '/v2'): Promise<Judge> {
  const operations = await getHttpOperationsFromSpec(document);
  const prism = createPrism(operations, {
    cors: false,
    components: { logger: createLogger('prism', { level: 'silent' }) },
    config: {
      checkSecurity: true,
      validateRequest: true,
      validateResponse: true,
      errors: true,
      mock: { dynamic: false },
      isProxy: false,
      upstreamProxy: undefined,
    },
  });
  const prismUrl = await prism.listen(0, '127.0.0.1');
  const exchanges: Exchange[] = [];
  const recorder = record(prismUrl, basePath, exchanges);
  recorder.listen(0, '127.0.0.1');
  await once(recorder, 'listening');
  const { port } = recorder.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${basePath}`,
    exchanges,
    close: async () => {
      recorder.closeAllConnections();
      await Promise.all([new Promise((done) => recorder.close(done)), prism.close()]);
    },
  };
}
