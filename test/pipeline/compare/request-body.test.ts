// Request bodies as a whole. Each rule with its harmless twin.
import { describeTwins, type OneWay, reverse, type Twins } from './pairs.js';

const where = 'POST /message/ ·';
const fields = { type: 'object', properties: { body: { type: 'string' } } };

const oneWay: OneWay[] = [
  {
    breaks: 'a body that becomes required',
    before: { form: fields },
    after: { form: fields, bodyRequired: true },
    says: `BREAKS changed ${where} body: It is required now.`,
    harmless: 'one that becomes optional',
  },
  {
    breaks: 'a removed JSON body',
    before: { json: fields },
    after: {},
    says: `BREAKS removed ${where} body: A body is no longer accepted.`,
    harmless: 'a new optional JSON body',
  },
  {
    breaks: 'a media type that is no longer accepted',
    before: { form: fields, json: fields },
    after: { form: fields },
    says: `BREAKS removed ${where} body: It can no longer be sent as application/json.`,
    harmless: 'a further media type',
  },
];

const twins: Twins[] = [
  {
    breaks: 'a new required body',
    pair: [{}, { json: fields, bodyRequired: true }],
    says: `BREAKS added ${where} body: A body is required now.`,
    harmless: 'a new optional one',
    twin: [{}, { json: fields }],
  },
];

describeTwins([...oneWay.map(reverse), ...twins]);
