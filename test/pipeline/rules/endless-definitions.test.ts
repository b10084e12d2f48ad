import { endlessDefinitions } from '../../../scripts/pipeline/stages/rules/endless-definitions.js';
import { describeRule } from './rule-cases.js';

describeRule(endlessDefinitions, [
  {
    title: 'no longer contain themselves',
    before: {
      definitions: {
        A: { allOf: [{ $ref: '#/definitions/A' }] },
        T: { properties: { t: { $ref: '#/definitions/T' } } },
      },
    },
    after: {
      definitions: { A: { allOf: [{}] }, T: { properties: { t: { $ref: '#/definitions/T' } } } },
    },
    notes: [/composed of itself through "A"/],
  },
]);
