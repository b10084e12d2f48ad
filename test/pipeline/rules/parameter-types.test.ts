import { parameterTypes } from '../../../scripts/pipeline/stages/rules/parameter-types.js';
import { describeRule, withParameters } from './rule-cases.js';

describeRule(parameterTypes, [
  {
    title: 'are inferred from the rest of the parameter, or marked as missing',
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
