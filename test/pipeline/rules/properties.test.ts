import { properties } from '../../../scripts/pipeline/stages/rules/properties.js';
import { describeRule } from './rule-cases.js';

describeRule(properties, [
  {
    title: 'marked as required are listed as required by their schema',
    before: {
      definitions: {
        A: { required: ['b'], properties: { a: { required: true }, b: { required: false } } },
      },
    },
    after: { definitions: { A: { required: ['b', 'a'], properties: { a: {}, b: {} } } } },
    notes: [/requires \["b","a"\]/],
  },
]);
