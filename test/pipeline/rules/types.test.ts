import { types } from '../../../scripts/pipeline/stages/rules/types.js';
import { describeRule } from './rule-cases.js';

describeRule(types, [
  {
    title: 'have the names of the specification, one at a time',
    before: {
      definitions: {
        A: { type: ['Long', 'null'] },
        B: { type: ['string', 'bool'] },
        C: { type: 'thing' },
        D: { properties: {} },
        E: { items: {} },
      },
    },
    after: {
      definitions: {
        A: { 'x-nullable': true, type: 'integer', format: 'int64' },
        B: { anyOf: [{ type: 'string' }, { type: 'boolean' }] },
        C: {},
        D: { properties: {}, type: 'object' },
        E: { items: {}, type: 'array' },
      },
    },
    notes: [
      /\["Long","null"\] is taken as "integer"/,
      /\["string","bool"\]/,
      /"thing" is taken as "any"/,
    ],
  },
]);
