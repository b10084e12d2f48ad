import { parameterPlaces } from '../../../scripts/pipeline/stages/rules/parameter-places.js';
import { describeRule, withOperation, withParameters } from './rule-cases.js';

describeRule(parameterPlaces, [
  {
    title: 'knows other words for the places, and drops a parameter without a name',
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
    notes: [/"Querystring" of the parameter "a"/, /"" of the parameter "id"/, /without a name/],
  },
  {
    title: 'moves form fields of a GET into the query',
    before: withParameters({ in: 'formData', name: 'a' }),
    after: withParameters({ in: 'query', name: 'a' }),
    notes: [/its form field "a" is moved to the query/],
  },
  {
    title: 'joins two bodies, and makes a form field of a body beside form fields',
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
    notes: [/has 2 bodies/, /the body "b" is sent as a form field/],
  },
]);
