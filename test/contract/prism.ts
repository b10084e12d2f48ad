/**
 * Prism on a free loopback port: it answers from an OpenAPI or Swagger document and refuses what the
 * document does not allow. A proxy in front of it removes the base path, which Prism does not serve.
 */
import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

import { createLogger } from '@stoplight/prism-core';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { createServer as createPrism } from '@stoplight/prism-http-server';

export interface Prism {
  /** Base URL for a client, with the base path. */
  url: string;
  close: () => Promise<void>;
}

function createProxy(prismUrl: string, basePath: string): Server {
  return createServer((incoming, outgoing) => {
    const { method, url = '', headers } = incoming;
    const path = url.startsWith(`${basePath}/`) ? url.slice(basePath.length) : url;
    const onward = httpRequest(`${prismUrl}${path}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
      pipeline(answer, outgoing).catch(() => outgoing.destroy());
    });
    pipeline(incoming, onward).catch(() => outgoing.destroy());
  });
}

/** @param document an OpenAPI 3 or Swagger 2.0 document, or the path of one */
export async function startPrism(document: string | object, basePath = '/v2'): Promise<Prism> {
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
  const proxy = createProxy(prismUrl, basePath);
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${basePath}`,
    close: async () => {
      proxy.closeAllConnections();
      await Promise.all([new Promise((done) => proxy.close(done)), prism.close()]);
    },
  };
}
