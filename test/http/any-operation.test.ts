/** Operations of other kinds than those of today: what the retries do when the document brings them. */
import { expect, test } from '@jest/globals';

import { OpenAPI } from '../../generated/core/OpenAPI.js';
import type { ApiRequestOptions } from '../../generated/core/ApiRequestOptions.js';
import { resolveOptions } from '../../src/options/resolve-options.js';
import { RetryBudget } from '../../src/retry/budget.js';
import { RetryingRequest } from '../../src/retry/retrying-request.js';
import { Throttle } from '../../src/retry/throttle.js';
import { telemetry } from '../../src/telemetry/open-telemetry.js';
import { nodeFetchTransport } from '../../src/transport/node-fetch.js';
import { failure } from '../support/failure.js';
import { type Answer, goneServer, startServer, type TestServer } from '../support/server.js';

const busy: Answer = { status: 503 };
const done: Answer = { headers: { 'Content-Type': 'application/json' }, body: '{"found":true}' };

function call(
  { url }: Pick<TestServer, 'url'>,
  operation: ApiRequestOptions,
  requestId?: string,
): Promise<unknown> {
  const options = resolveOptions({ apiKey: 'k', apiSecret: 's', baseUrl: url, random: () => 0 });
  const channel = {
    config: { ...OpenAPI, BASE: url },
    fetch: nodeFetchTransport(url).fetch,
    budget: new RetryBudget(),
    throttle: new Throttle(),
    trace: telemetry(url),
  };
  return new RetryingRequest(channel, { options, requestId }).request(operation);
}

test.each(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'] as const)(
  'a %s is repeated, for a repeat does no more',
  async (method) => {
    const server = await startServer([busy, done]);
    const result = await call(server, { method, url: '/things/' });
    expect(result).toEqual(method === 'HEAD' ? undefined : { found: true });
    expect(server.requests).toHaveLength(2);
  },
);

test.each(['POST', 'PATCH'] as const)('a %s that may have been done is not', async (method) => {
  const server = await startServer([busy, done]);
  const error = await failure(call(server, { method, url: '/things/' }));
  expect(error).toMatchObject({ status: 503, attempts: 1, delivery: 'unknown' });
  expect(server.requests).toHaveLength(1);
});

test('a POST is repeated with a key, and when it was refused', async () => {
  const keyed = await startServer([busy, done]);
  const key = '9b2f1a0e-0a53-4c2c-9e62-8f4d1b3a7c11';
  await expect(call(keyed, { method: 'POST', url: '/things/' }, key)).resolves.toBeDefined();
  expect(keyed.requests).toHaveLength(2);
  const refusing = await startServer([{ status: 429 }, done]);
  await expect(call(refusing, { method: 'POST', url: '/things/' })).resolves.toBeDefined();
  expect(refusing.requests).toHaveLength(2);
});

test('a POST that found no server is repeated, and its failure proves that nothing was sent', async () => {
  const error = await failure(call(await goneServer(), { method: 'POST', url: '/things/' }));
  expect(error).toMatchObject({ code: 'connection', attempts: 5, delivery: 'not-sent' });
});

test('an operation that answers in a header gives that header, and fails without it', async () => {
  const operation = { method: 'GET', url: '/things/', responseHeader: 'X-Thing' } as const;
  const server = await startServer([{ headers: { 'X-Thing': 'thing-7' } }, {}]);
  await expect(call(server, operation)).resolves.toBe('thing-7');
  const error = await failure(call(server, operation));
  expect(error).toMatchObject({ code: 'invalid_response', status: 200 });
  expect(error.message).toContain('X-Thing');
});

test('an argument that no URL can hold is refused, without its value', async () => {
  const server = await startServer([done]);
  const operation = { method: 'GET', url: '/things/{id}', path: { id: '..' } } as const;
  const error = await failure(call(server, operation));
  expect(error).toMatchObject({ code: 'invalid_argument', field: 'id', attempts: 0 });
  expect(error.message).toMatch(/^id: must not be empty/);
  expect(server.connections).toBe(0);
});
