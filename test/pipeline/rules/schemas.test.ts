// The rules for schemas.
import { describeRule } from './rule-cases.js';

describeRule('references', [
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
    notes: [/is a definition of its own now, "DefinitionsAPropertiesB"/],
  },
]);

describeRule('types', [
  {
    title: 'have their proper names, and one at a time',
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

describeRule('properties', [
  {
    title: 'that say themselves that they are required are listed',
    before: {
      definitions: {
        A: { required: ['b'], properties: { a: { required: true }, b: { required: false } } },
      },
    },
    after: { definitions: { A: { required: ['b', 'a'], properties: { a: {}, b: {} } } } },
    notes: [/requires \["b","a"\]/],
  },
]);

describeRule('values', [
  {
    title: 'are of their types',
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

describeRule('component-names', [
  {
    title: 'are identifiers, each alone whatever its case',
    before: {
      definitions: {
        'api.Pet': {},
        ApiPet: {},
        apiPET: {},
        file: {},
        Use: { $ref: '#/definitions/api.Pet' },
      },
    },
    after: {
      definitions: {
        ApiPet3: {},
        ApiPet: {},
        apiPET2: {},
        FileModel: {},
        Use: { $ref: '#/definitions/ApiPet3' },
      },
    },
    notes: [/apiPET: is called/, /api\.Pet: is called/, /file: is called "FileModel"/],
  },
]);

describeRule('endless-definitions', [
  {
    title: 'have an end',
    before: {
      definitions: {
        A: { allOf: [{ $ref: '#/definitions/A' }] },
        T: { properties: { t: { $ref: '#/definitions/T' } } },
      },
    },
    after: {
      definitions: { A: { allOf: [{}] }, T: { properties: { t: { $ref: '#/definitions/T' } } } },
    },
    notes: [/made of itself by way of "A"/],
  },
]);
