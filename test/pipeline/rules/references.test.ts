import { references } from '../../../scripts/pipeline/stages/rules/references.js';
import { describeRule } from './rule-cases.js';

describeRule(references, [
  {
    title: 'to nothing become free-form objects',
    before: {
      definitions: {
        A: { properties: { b: { $ref: '#/definitions/B' }, c: { $ref: 'C' } } },
      },
    },
    after: {
      definitions: { A: { properties: { b: { type: 'object' }, c: { type: 'object' } } } },
    },
    notes: [/"#\/definitions\/B" leads nowhere/, /"C" leads nowhere/],
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
  {
    title: 'to a response mean its schema',
    before: {
      responses: {
        No: { description: 'No' },
        Yes: { description: 'Yes', schema: { type: 'string' } },
      },
      definitions: { A: { $ref: '#/responses/Yes' }, B: { $ref: '#/responses/No' } },
    },
    after: {
      responses: {
        No: { description: 'No' },
        Yes: { description: 'Yes', schema: { type: 'string' } },
      },
      definitions: {
        A: { $ref: '#/definitions/ResponsesYesSchema' },
        B: { type: 'object' },
        ResponsesYesSchema: { type: 'string' },
      },
    },
    notes: [/definition of its own, "ResponsesYesSchema"/, /"#\/responses\/No" leads nowhere/],
  },
  {
    title: 'to any other part keep only what a schema may have',
    before: {
      info: { title: 'Pets', contact: { name: 'Ann' } },
      definitions: { A: { $ref: '#/info' } },
    },
    after: {
      info: { title: 'Pets', contact: { name: 'Ann' } },
      definitions: {
        A: { $ref: '#/definitions/Info' },
        Info: { title: 'Pets', 'x-kept-contact': { name: 'Ann' } },
      },
    },
    notes: [/contact: does not belong here/, /is now a definition of its own, "Info"/],
  },
]);
