// Operations: where they are and what they are called. Each rule with its harmless twin.
import { expect, test } from '@jest/globals';
import { changesBetween, describeTwins, linesFor } from './pairs.js';
import { type OneWay, type Parts, reverse, type Twins } from './pairs.js';

const text = { type: 'string' };
const where = 'POST /message/';

const oneWay: OneWay[] = [
  {
    breaks: 'a removed operation',
    before: {},
    after: { document: { paths: {} } },
    says: `BREAKS removed ${where}: It was removed.`,
    harmless: 'a new operation',
  },
  {
    breaks: 'a lost tag',
    before: { operation: { tags: ['Message', 'Status'] } },
    after: { operation: { tags: ['Message'] } },
    says: `BREAKS changed ${where}: It left the tag Status.`,
    harmless: 'a further tag',
  },
];

const callbacks = (url: string) => ({
  operation: { callbacks: { done: { [url]: { post: {} } } } },
});
const servers = (...urls: string[]) => ({ servers: urls.map((url) => ({ url })) });

const twins: Twins[] = [
  {
    breaks: 'other callbacks, for which there is no rule',
    pair: [callbacks('{$request.body#/a}'), callbacks('{$request.body#/b}')],
    says: `BREAKS changed ${where}: A part of it changed that has no rule: callbacks.`,
    harmless: 'another extension',
    twin: [{}, { operation: { 'x-callbacks': {} } }],
  },
  {
    breaks: 'a server of its own',
    pair: [
      { document: servers('https://a') },
      { document: servers('https://a'), operation: servers('https://b') },
    ],
    says: `BREAKS changed ${where} · servers: The server was https://a and is https://b now.`,
    harmless: 'a further server of its own',
    twin: [{ operation: servers('https://a') }, { operation: servers('https://a', 'https://b') }],
  },
  {
    breaks: 'another operation id',
    pair: [{}, { operation: { operationId: 'postMessage' } }],
    says: `BREAKS changed ${where}: Its operation id was sendMessage and is postMessage now.`,
    harmless: 'another summary',
    twin: [{}, { operation: { summary: 'Send.' } }],
  },
  {
    breaks: 'another tag',
    pair: [{}, { operation: { tags: ['Messages'] } }],
    says: `BREAKS changed ${where}: It moved from the tag Message to Messages.`,
    harmless: 'a description of the tag',
    twin: [{}, { document: { tags: [{ name: 'Message', description: 'x' }] } }],
  },
  {
    breaks: 'another path',
    pair: [{}, { path: '/messages/' }],
    says: `BREAKS changed POST /messages/: It moved here from ${where}.`,
    harmless: 'a deprecated operation',
    twin: [{}, { operation: { deprecated: true } }],
  },
  {
    breaks: 'another method',
    pair: [{}, { method: 'put' }],
    says: `BREAKS changed PUT /message/: It moved here from ${where}.`,
    harmless: 'a second operation on the path',
    twin: [
      { document: { paths: { '/a': { get: {} } } } },
      { document: { paths: { '/a': { get: {}, put: {} } } } },
    ],
  },
];

describeTwins([...oneWay.map(reverse), ...twins]);

test('a path parameter under another name is another parameter to callers', () => {
  const path = (name: string): Parts => ({
    path: `/message/{${name}}`,
    parameters: [{ in: 'path', name, required: true, schema: text }],
    operation: { operationId: undefined },
  });
  expect(linesFor(changesBetween(path('id'), path('token')))).toContain(
    'BREAKS removed POST /message/{token} · path parameter id: It was removed.',
  );
});
