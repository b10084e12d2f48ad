/** Where `@opentelemetry/api` is not installed, or is broken. */
import { afterEach, expect, jest, test } from '@jest/globals';

import { accepted, startServer } from '../support/server.js';

const message = { to: 'nurse@ward.example', body: 'x' };

/** A client in a process where loading OpenTelemetry fails like this. */
async function clientWhere(failure: Error, url: string) {
  jest.resetModules();
  jest.doMock('@opentelemetry/api', () => {
    throw failure;
  });
  const { TigerConnect } = await import('../../src/index.js');
  return new TigerConnect({ apiKey: 'key', apiSecret: 'secret', baseUrl: url });
}

afterEach(() => {
  jest.dontMock('@opentelemetry/api');
});

test('a client sends without it', async () => {
  const server = await startServer([accepted()]);
  const missing = Object.assign(new Error('not found'), { code: 'MODULE_NOT_FOUND' });
  await using tigerconnect = await clientWhere(missing, server.url);
  await expect(tigerconnect.messages.send(message)).resolves.toMatchObject({ attempts: 1 });
  expect(server.requests[0]?.headers).not.toHaveProperty('traceparent');
});

test('one that is installed and cannot be loaded is no secret', async () => {
  await expect(clientWhere(new Error('broken'), 'https://api.example')).rejects.toThrow('broken');
});
