// Parameters and form fields. Each rule with its harmless twin.
import { expect, test } from '@jest/globals';
import { changesBetween, describeTwins, FORM, linesFor } from './pairs.js';
import { type OneWay, reverse, type Twins } from './pairs.js';

const text = { type: 'string' };
const recipient = { in: 'query', name: 'recipient', schema: text };
const form = (properties: object, required?: string[]) => ({
  type: 'object',
  properties,
  required,
});
const where = 'POST /message/ ·';

const list = { type: 'array', items: text };

const oneWay: OneWay[] = [
  {
    breaks: 'an empty value that is no longer accepted',
    before: { parameters: [{ ...recipient, allowEmptyValue: true }] },
    after: { parameters: [recipient] },
    says: `BREAKS changed ${where} query parameter recipient: It may no longer be empty.`,
    harmless: 'an empty value that is accepted now',
  },
  {
    breaks: 'reserved characters that are no longer accepted',
    before: { parameters: [{ ...recipient, allowReserved: true }] },
    after: { parameters: [recipient] },
    says: `BREAKS changed ${where} query parameter recipient: Reserved characters must be escaped now.`,
    harmless: 'reserved characters that are accepted now',
  },
  {
    breaks: 'a removed form field',
    before: { form: form({ body: text, ttl: text }) },
    after: { form: form({ body: text }) },
    says: `BREAKS removed ${where} form field ttl: It was removed.`,
    harmless: 'a new optional form field',
  },
  {
    breaks: 'a removed query parameter',
    before: { parameters: [recipient, { in: 'query', name: 'page', schema: text }] },
    after: { parameters: [recipient] },
    says: `BREAKS removed ${where} query parameter page: It was removed.`,
    harmless: 'a new optional query parameter',
  },
  {
    breaks: 'a removed header',
    before: { parameters: [{ in: 'header', name: 'TT-X-Organization-Key', schema: text }] },
    after: {},
    says: `BREAKS removed ${where} header TT-X-Organization-Key: It was removed.`,
    harmless: 'a new optional header',
  },
  {
    breaks: 'a query parameter that becomes required',
    before: { parameters: [recipient] },
    after: { parameters: [{ ...recipient, required: true }] },
    says: `BREAKS changed ${where} query parameter recipient: It is required now.`,
    harmless: 'one that becomes optional',
  },
  {
    breaks: 'a form field that becomes required',
    before: { form: form({ body: text }) },
    after: { form: form({ body: text }, ['body']) },
    says: `BREAKS changed ${where} form field body: It is required now.`,
    harmless: 'one that becomes optional',
  },
  {
    breaks: 'a form field whose type narrows',
    before: { form: form({ ttl: { type: 'number' } }) },
    after: { form: form({ ttl: { type: 'integer' } }) },
    says: `BREAKS changed ${where} form field ttl: Its type was number and is integer now.`,
    harmless: 'one whose type widens',
  },
];

const twins: Twins[] = [
  {
    breaks: 'a list whose separator has no word in OpenAPI',
    pair: [
      { parameters: [{ ...recipient, schema: list, 'x-collection-format': 'tsv' }] },
      { parameters: [{ ...recipient, schema: list, 'x-collection-format': 'pipes' }] },
    ],
    says: `BREAKS changed ${where} query parameter recipient: It is encoded in another way (style, explode or media type).`,
    harmless: 'another extension of a parameter',
    twin: [{ parameters: [recipient] }, { parameters: [{ ...recipient, 'x-note': 'tsv' }] }],
  },
  {
    breaks: 'a part of a parameter that has no rule',
    pair: [{ parameters: [recipient] }, { parameters: [{ ...recipient, unheard: 1 }] }],
    says: `BREAKS changed ${where} query parameter recipient: A part of it changed that has no rule: unheard.`,
    harmless: 'another example',
    twin: [{ parameters: [recipient] }, { parameters: [{ ...recipient, example: 1 }] }],
  },
  {
    breaks: 'a new required query parameter',
    pair: [{}, { parameters: [{ ...recipient, required: true }] }],
    says: `BREAKS added ${where} query parameter recipient: It was added, and it is required.`,
    harmless: 'a new optional one',
    twin: [{}, { parameters: [recipient] }],
  },
  {
    breaks: 'a new required form field',
    pair: [{ form: form({ a: text }) }, { form: form({ a: text, body: text }, ['body']) }],
    says: `BREAKS added ${where} form field body: It was added, and it is required.`,
    harmless: 'a new optional one',
    twin: [{ form: form({ a: text }) }, { form: form({ a: text, body: text }) }],
  },
  {
    breaks: 'a parameter that moves from the query into the form',
    pair: [{ parameters: [recipient] }, { form: form({ recipient: text }) }],
    says: `BREAKS changed ${where} query parameter recipient: It moved from the query to the form.`,
    harmless: 'one that takes another place in the list',
    twin: [
      { parameters: [recipient, { in: 'query', name: 'page', schema: text }] },
      { parameters: [{ in: 'query', name: 'page', schema: text }, recipient] },
    ],
  },
  {
    breaks: 'a list that is encoded in another way',
    pair: [
      { form: form({ read: { type: 'array', items: text } }) },
      {
        form: form({ read: { type: 'array', items: text } }),
        encoding: { read: { style: 'form', explode: false } },
      },
    ],
    says: `BREAKS changed ${where} form field read: It is encoded in another way (style, explode or media type).`,
    harmless: 'a list whose encoding, the default, is now stated',
    twin: [
      { form: form({ read: { type: 'array', items: text } }) },
      {
        form: form({ read: { type: 'array', items: text } }),
        encoding: { read: { style: 'form', explode: true } },
      },
    ],
  },
  {
    breaks: 'a removed header of our own',
    pair: [{ parameters: [{ in: 'header', name: 'Request-ID', schema: text }] }, {}],
    says: `BREAKS removed ${where} header Request-ID: It was removed.`,
    harmless: 'a removed header that OpenAPI ignores',
    twin: [{ parameters: [{ in: 'header', name: 'Content-Type', schema: text }] }, {}],
  },
];

describeTwins([...oneWay.map(reverse), ...twins]);

test('a parameter of the path counts for each of its operations', () => {
  const shared = (parameters: unknown[]) => ({
    document: { paths: { '/a': { parameters, get: { responses: {} }, put: { responses: {} } } } },
  });
  expect(linesFor(changesBetween(shared([recipient]), shared([])))).toEqual([
    'BREAKS removed GET /a · query parameter recipient: It was removed.',
    'BREAKS removed PUT /a · query parameter recipient: It was removed.',
  ]);
});

test('a form behind a reference is compared', () => {
  const shared = (properties: object) => ({
    operation: { requestBody: { $ref: '#/components/requestBodies/Form' } },
    document: {
      components: {
        requestBodies: { Form: { content: { [FORM]: { schema: form(properties) } } } },
      },
    },
  });
  expect(linesFor(changesBetween(shared({ ttl: text }), shared({ dor: text })))).toEqual([
    `BREAKS removed ${where} form field ttl: It was removed.`,
    `added ${where} form field dor: It was added.`,
  ]);
});

test('header names are the same in any case', () => {
  const header = (name: string) => ({ parameters: [{ in: 'header', name, schema: text }] });
  const changes = changesBetween(header('Request-ID'), header('request-id'));
  expect(changes.map((change) => change.bump)).toEqual(['patch']);
});
