import { sharedParameters } from '../../../scripts/pipeline/stages/rules/shared-parameters.js';
import { describeRule } from './rule-cases.js';

describeRule(sharedParameters, [
  {
    title: "copies the document's and the path's into each operation, whose own ones win",
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
