import { shapes } from '../../../scripts/pipeline/stages/rules/shapes/shapes.js';
import { describeRule } from './rule-cases.js';

describeRule(shapes, [
  {
    title: 'corrects values that are written a little differently',
    before: {
      info: { version: 1.5 },
      paths: { '/a': { GET: { tags: 'x', deprecated: 'true' } } },
    },
    after: {
      info: { version: '1.5' },
      paths: { '/a': { get: { tags: ['x'], deprecated: true } } },
    },
    notes: [
      /version: 1\.5 is taken as "1\.5"/,
      /renamed to "get"/,
      /tags: "x"/,
      /deprecated: "true"/,
    ],
  },
  {
    title: 'keeps what does not belong there as an extension',
    before: { info: {}, definitions: { A: { id: 'a', items: 5 } }, servers: 'many' },
    after: {
      info: {},
      definitions: { A: { 'x-kept-id': 'a', 'x-kept-items': 5 } },
      'x-kept-servers': 'many',
    },
    notes: [/id: does not belong here/, /items: .*"x-kept-items"/, /servers: does not belong/],
  },
  {
    title: 'leaves extensions alone, except those on which the converter fails',
    before: {
      'x-any': { thing: [null] },
      definitions: { A: { 'x-nullable': 'maybe', 'x-oneOf': 5 } },
    },
    after: {
      'x-any': { thing: [null] },
      definitions: { A: { 'x-kept-nullable': 'maybe', 'x-kept-oneOf': 5 } },
    },
    notes: [/x-nullable: does not belong/, /x-oneOf: does not belong/],
  },
  {
    title: 'takes a map of parameters as a list and a word as a type, and drops null',
    before: {
      paths: { '/a': { get: { parameters: { a: { in: 'query' } }, summary: null } } },
      definitions: { A: 'string' },
    },
    after: {
      paths: { '/a': { get: { parameters: [{ in: 'query' }] } } },
      definitions: { A: { type: 'string' } },
    },
    notes: [/is a map; its values/, /"string" is taken as \{"type":"string"\}/],
  },
  {
    title: 'renames a "$ref" in an extension or an example, for it is no reference',
    before: {
      'x-a': [{ $ref: '#/no' }],
      definitions: {
        A: { example: { $ref: '#/no' }, properties: { example: { $ref: '#/definitions/A' } } },
      },
    },
    after: {
      'x-a': [{ 'x-ref': '#/no' }],
      definitions: {
        A: { example: { 'x-ref': '#/no' }, properties: { example: { $ref: '#/definitions/A' } } },
      },
    },
    notes: [/x-a: a "\$ref" that is not a reference/, /example: a "\$ref"/],
  },
]);
