/** What a fetch function of the caller's throws shows no secret, recipient or text as a cause. */
import { inspect } from 'node:util';

import { expect, test } from '@jest/globals';

import type { FetchInit } from '../../src/index.js';
import { API_KEY, API_SECRET, testClient } from '../support/client.js';
import { failure } from '../support/failure.js';

const message = { to: 'jackie@ward.example', body: 'potassium low' };
const basic = Buffer.from(`${API_KEY}:${API_SECRET}`).toString('base64');
const nowhere = { url: 'http://127.0.0.1:1' };

test.each<[string, Error]>([
  ['the secret', new Error(`login failed for ${API_SECRET}`)],
  ['the key', new Error(`no such key: ${API_KEY}`)],
  ['the credentials as they are sent', new Error(`bad value ${basic}`)],
  ["a header of the caller's", new Error('x-gateway-key was gw-topsecret-77')],
  ['a code that is a word of the text', Object.assign(new Error('x'), { code: 'potassium' })],
  ['a name that is a word of the recipient', Object.assign(new Error('x'), { name: 'jackie' })],
  ['a stack', Object.assign(new Error('x'), { stack: 'Error: x\n    at jackie@ward.example' })],
])('%s', async (_, thrown) => {
  const fetch = (): Promise<never> => Promise.reject(thrown);
  const headers = { 'X-Gateway-Key': 'gw-topsecret-77' };
  const { messages } = testClient(nowhere, { fetch, headers, maxRetries: 0 }).tigerconnect;
  const error = await failure(messages.send(message));
  const shown = inspect(error, { depth: 9 });
  const secrets = ['jackie', 'potassium', 'topsecret', API_KEY, API_SECRET, basic];
  expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
});

test('the error of an abort that comes just after the transport failed', async () => {
  const shown: string[] = [];
  for (let depth = 0; depth < 8; depth++) {
    const controller = new AbortController();
    const fetch = (url: string, { body }: FetchInit): Promise<never> => {
      let turn = Promise.resolve();
      for (let taken = 0; taken < depth; taken++) turn = turn.then(() => undefined);
      void turn.then(() => {
        controller.abort(new Error('stop'));
      });
      return Promise.reject(new TypeError(`failed POST ${url} ${body as string}`));
    };
    const { messages } = testClient(nowhere, { fetch, maxRetries: 0 }).tigerconnect;
    const error = await failure(messages.send(message, { signal: controller.signal }));
    shown.push(inspect(error, { depth: 9 }));
  }
  expect(shown.filter((text) => /jackie|potassium/.test(text))).toEqual([]);
});
