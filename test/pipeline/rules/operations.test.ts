// The rules for what an operation takes and answers.
import { describeRule, withOperation, withParameters } from './rule-cases.js';

describeRule('shared-parameters', [
  {
    title: "writes out the document's and the path's, and lets the operation's own count",
    before: {
      parameters: { page: { in: 'query', name: 'page' }, idle: { in: 'query', name: 'idle' } },
      paths: {
        '/a': {
          parameters: [{ in: 'query', name: 'q', type: 'string' }, { $ref: '#/parameters/page' }],
          get: {
            parameters: [{ in: 'query', name: 'q', type: 'integer' }, { $ref: '#/parameters/no' }],
          },
        },
      },
    },
    after: {
      paths: {
        '/a': {
          get: {
            parameters: [
              { in: 'query', name: 'page' },
              { in: 'query', name: 'q', type: 'integer' },
            ],
          },
        },
      },
    },
    notes: [/dropped the parameter #\/parameters\/no/, /idle: dropped: no operation uses it/],
  },
]);

describeRule('parameter-places', [
  {
    title: 'knows other words for the places, and none without a name',
    before: withOperation(
      { parameters: [{ in: 'Querystring', name: 'a' }, { name: 'id' }, { in: 'query' }] },
      '/a/{id}',
    ),
    after: withOperation(
      {
        parameters: [
          { in: 'query', name: 'a' },
          { in: 'path', name: 'id' },
        ],
      },
      '/a/{id}',
    ),
    notes: [/"a" in "Querystring"/, /"id" in ""/, /without a name/],
  },
  {
    title: 'puts form fields of a GET into the query',
    before: withParameters({ in: 'formData', name: 'a' }),
    after: withParameters({ in: 'query', name: 'a' }),
    notes: [/its form field "a" goes into the query/],
  },
  {
    title: 'makes one body of two, and a form field of one beside form fields',
    before: {
      paths: {
        '/a': {
          post: {
            parameters: [
              { in: 'body', name: 'a', required: true, schema: { type: 'string' } },
              { in: 'body', name: 'b' },
            ],
          },
          put: {
            parameters: [
              { in: 'formData', name: 'a' },
              { in: 'body', name: 'b', schema: { $ref: '#/x' } },
            ],
          },
        },
      },
    },
    after: {
      paths: {
        '/a': {
          post: {
            parameters: [
              {
                in: 'body',
                name: 'body',
                required: true,
                schema: {
                  type: 'object',
                  properties: { a: { type: 'string' }, b: {} },
                  required: ['a'],
                },
              },
            ],
          },
          put: {
            parameters: [
              { in: 'formData', name: 'a' },
              { in: 'formData', name: 'b', type: 'string', format: 'json' },
            ],
          },
        },
      },
    },
    notes: [/has 2 bodies/, /the body "b" travels as a form field/],
  },
]);

describeRule('path-parameters', [
  {
    title: 'are those of the path, all required',
    before: withOperation(
      {
        parameters: [
          { in: 'path', name: 'ID' },
          { in: 'path', name: 'gone' },
        ],
      },
      '/a/{id}/{b}',
    ),
    after: withOperation(
      {
        parameters: [
          { in: 'path', name: 'id', required: true },
          { in: 'path', name: 'b', required: true },
        ],
      },
      '/a/{id}/{b}',
    ),
    notes: [
      /"ID" is called "id"/,
      /"id" is required/,
      /dropped the path parameter "gone"/,
      /"b" is not declared/,
    ],
  },
]);

describeRule('responses', [
  {
    title: 'are there, by status, and described',
    before: { paths: { '/a': { get: { responses: { 204: {}, ok: {}, '2xx': {} } }, put: {} } } },
    after: {
      paths: {
        '/a': {
          get: {
            responses: {
              200: { description: 'OK' },
              204: { description: 'No Content' },
              default: { description: '' },
            },
          },
          put: { responses: { default: { description: 'The document does not say.' } } },
        },
      },
    },
    notes: [
      /"ok" is no status; taken as "default"/,
      /"2xx" is no status; taken as "200"/,
      /has no answers/,
    ],
  },
  {
    title: 'may be a definition, but not nothing',
    before: withOperation(
      { responses: { 200: { $ref: '#/definitions/A' }, 404: { $ref: '#/responses/B' } } },
      '/a',
      { definitions: { A: {} } },
    ),
    after: withOperation(
      {
        responses: {
          200: { schema: { $ref: '#/definitions/A' }, description: 'OK' },
          404: { description: 'Not Found' },
        },
      },
      '/a',
      { definitions: { A: {} } },
    ),
    notes: [
      /200 is #\/definitions\/A; taken as its schema/,
      /404 is #\/responses\/B; nothing is there/,
    ],
  },
]);

describeRule('parameter-types', [
  {
    title: 'are taken from the rest, or marked as missing',
    before: withParameters(
      { in: 'query', name: 'a' },
      { in: 'query', name: 'b', enum: [1] },
      { in: 'query', name: 'c', schema: { type: 'array', items: { type: 'string' } } },
    ),
    after: withParameters(
      { in: 'query', name: 'a', type: 'string', 'x-untyped': true },
      { in: 'query', name: 'b', enum: [1], type: 'number' },
      { in: 'query', name: 'c', type: 'array', items: { type: 'string' } },
    ),
    notes: [/"b" is taken as number/, /"c" is taken as array/],
  },
]);

describeRule('media-types', [
  {
    title: 'are media types, and a file takes a multipart form',
    before: {
      produces: ['json', 'nonsense'],
      paths: { '/a': { post: { parameters: [{ in: 'formData', name: 'f', type: 'file' }] } } },
    },
    after: {
      produces: ['application/json'],
      paths: {
        '/a': {
          post: {
            consumes: ['multipart/form-data'],
            parameters: [{ in: 'formData', name: 'f', type: 'file' }],
          },
        },
      },
    },
    notes: [/produces \["json","nonsense"\]/, /takes a file/],
  },
]);

describeRule('collection-formats', [
  {
    title: 'are kept where OpenAPI 3 or the converter has no word',
    before: withParameters(
      { in: 'query', name: 'a', type: 'array', collectionFormat: 'tsv' },
      { in: 'formData', name: 'b', type: 'array' },
      { in: 'path', name: 'c', type: 'array', collectionFormat: 'multi' },
      { in: 'query', name: 'd', type: 'string', collectionFormat: 'csv' },
    ),
    after: withParameters(
      { in: 'query', name: 'a', type: 'array', 'x-collection-format': 'tsv' },
      { in: 'formData', name: 'b', type: 'array', 'x-collection-format': 'csv' },
      { in: 'path', name: 'c', type: 'array', collectionFormat: 'csv' },
      { in: 'query', name: 'd', type: 'string' },
    ),
    notes: [/"c" cannot be written as "multi"; it is taken as "csv"/, /"d" is none/],
  },
]);
