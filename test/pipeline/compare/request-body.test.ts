// Request bodies as a whole. Each rule with its harmless twin.
import { describeTwins, FORM, type OneWay, type Parts, reverse, type Twins } from './pairs.js';

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

/** A body in several media types. */
const body = (content: Record<string, object>): Parts => ({
  operation: {
    requestBody: {
      content: Object.fromEntries(Object.entries(content).map(([k, schema]) => [k, { schema }])),
    },
  },
});
const narrow = { type: 'object', properties: { body: { type: 'string', maxLength: 5 } } };

const twins: Twins[] = [
  {
    breaks: 'a second form that takes less',
    pair: [
      body({ [FORM]: fields, 'multipart/form-data': fields }),
      body({ [FORM]: fields, 'multipart/form-data': narrow }),
    ],
    says: `BREAKS changed ${where} body · multipart/form-data · property body: maxLength was not set and is 5 now.`,
    harmless: 'a second form that takes more',
    twin: [
      body({ [FORM]: fields, 'multipart/form-data': narrow }),
      body({ [FORM]: fields, 'multipart/form-data': fields }),
    ],
  },
  {
    breaks: 'a form that no longer takes other fields',
    pair: [{ form: fields }, { form: { ...fields, additionalProperties: false } }],
    says: `BREAKS changed ${where} body: Additional properties are refused now.`,
    harmless: 'a form that takes other fields now',
    twin: [{ form: { ...fields, additionalProperties: false } }, { form: fields }],
  },
  {
    breaks: 'another media type',
    pair: [
      body({ 'text/csv; header=present': fields }),
      body({ 'text/csv; header=absent': fields }),
    ],
    says: `BREAKS removed ${where} body: It can no longer be sent as text/csv; header=present.`,
    harmless: 'the same with a charset',
    twin: [body({ 'text/csv': fields }), body({ 'Text/CSV;charset=utf-8': fields })],
  },
  {
    breaks: 'a new required body',
    pair: [{}, { json: fields, bodyRequired: true }],
    says: `BREAKS added ${where} body: A body is required now.`,
    harmless: 'a new optional one',
    twin: [{}, { json: fields }],
  },
];

describeTwins([...oneWay.map(reverse), ...twins]);
