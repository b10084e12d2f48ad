import { references } from '../../../scripts/pipeline/stages/rules/references.js';
import { describeRule } from './rule-cases.js';

describeRule(references, [
  {
    title: 'to nothing become free-form objects',
    before: {
      definitions: {
        A: { properties: { b: { $ref: '#/definitions/B' }, c: { $ref: 'other.json#/C' } } },
      },
    },
    after: {
      definitions: { A: { properties: { b: { type: 'object' }, c: { type: 'object' } } } },
    },
    notes: [/"#\/definitions\/B" leads nowhere/, /"other\.json#\/C" leads nowhere/],
  },
  {
    title: 'keep what is said beside them',
    before: {
      definitions: { A: {}, B: { items: { $ref: 'A', description: 'An A', type: 'object' } } },
    },
    after: {
      definitions: {
        A: {},
        B: { items: { description: 'An A', allOf: [{ $ref: '#/definitions/A' }] } },
      },
    },
    notes: [/"A" is taken as "#\/definitions\/A"/, /dropped what is beside a reference: type/],
  },
  {
    title: 'to a part make it a definition',
    before: {
      definitions: {
        A: { properties: { b: { type: 'string' } } },
        C: { $ref: '#/definitions/A/properties/b' },
      },
    },
    after: {
      definitions: {
        A: { properties: { b: { type: 'string' } } },
        C: { $ref: '#/definitions/DefinitionsAPropertiesB' },
        DefinitionsAPropertiesB: { type: 'string' },
      },
    },
    notes: [/is now a definition of its own, "DefinitionsAPropertiesB"/],
  },
]);
