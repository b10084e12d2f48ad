import { values } from '../../../scripts/pipeline/stages/rules/values.js';
import { describeRule } from './rule-cases.js';

describeRule(values, [
  {
    title: 'are converted to the types of their schemas',
    before: {
      definitions: {
        A: { type: 'string', enum: [1, true, null, 'a', '1'] },
        B: { type: 'integer', default: '5' },
        C: { type: 'boolean', default: 'perhaps' },
        D: { type: 'number', exclusiveMinimum: 3 },
      },
    },
    after: {
      definitions: {
        A: { type: 'string', 'x-nullable': true, enum: ['1', 'true', 'a'] },
        B: { type: 'integer', default: 5 },
        C: { type: 'boolean', 'x-kept-default': 'perhaps' },
        D: { type: 'number', minimum: 3, exclusiveMinimum: true },
      },
    },
    notes: [
      /the enumeration/,
      /the default "5" is taken as 5/,
      /"perhaps" is of another type/,
      /taken as the minimum/,
    ],
  },
]);
