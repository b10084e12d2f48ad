import { pathParameters } from '../../../scripts/pipeline/stages/rules/path-parameters.js';
import { describeRule, withOperation } from './rule-cases.js';

describeRule(pathParameters, [
  {
    title: 'are exactly those of the path, all required',
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
      /"ID" is renamed to "id"/,
      /"id" is required/,
      /dropped the path parameter "gone"/,
      /"b" was not declared/,
    ],
  },
  {
    title: 'are found although the path no longer has the pattern',
    before: withOperation(
      { parameters: [{ in: 'path', name: 'ver:\\d+', required: true, type: 'integer' }] },
      '/a/{ver}',
    ),
    after: withOperation(
      { parameters: [{ in: 'path', name: 'ver', required: true, type: 'integer' }] },
      '/a/{ver}',
    ),
    notes: [/is renamed to "ver"/],
  },
]);
