// Responses: statuses, headers, content. Each rule with its harmless twin.
import { describeTwins, type OneWay, type Parts, reverse, type Twins } from './pairs.js';

const where = 'POST /message/';
const token = { 'TT-X-Message-Id': { schema: { type: 'string' } } };
const json = { 'application/json': { schema: { type: 'string' } } };
const responses = (byStatus: object): Parts => ({ responses: byStatus });

const oneWay: OneWay[] = [
  {
    breaks: 'a lost header of a response',
    before: responses({ 204: { description: 'OK', headers: token } }),
    after: responses({ 204: { description: 'OK' } }),
    says: `BREAKS removed ${where} · response 204 · header TT-X-Message-Id: It was removed.`,
    harmless: 'a new header of a response',
  },
  {
    breaks: 'a response that lost its content',
    before: responses({ 200: { description: 'OK', content: json } }),
    after: responses({ 200: { description: 'OK' } }),
    says: `BREAKS removed ${where} · response 200: It no longer carries application/json.`,
    harmless: 'a response that got content',
  },
  {
    breaks: 'a lost success response',
    before: responses({ 200: { description: 'OK' }, 204: { description: 'None' } }),
    after: responses({ 200: { description: 'OK' } }),
    says: `BREAKS removed ${where} · response 204: It was removed.`,
    harmless: 'a further success response of the same content',
  },
];

const list = { type: 'array', items: { type: 'string' } };
const explode = (value: boolean): Parts =>
  responses({ 200: { description: 'OK', headers: { Tags: { schema: list, explode: value } } } });

const twins: Twins[] = [
  {
    breaks: 'a header that is written in another way',
    pair: [explode(false), explode(true)],
    says: `BREAKS changed ${where} · response 200 · header Tags: It is written in another way (style, explode or media type).`,
    harmless: 'one whose way, the default, is stated',
    twin: [
      responses({ 200: { description: 'OK', headers: { Tags: { schema: list } } } }),
      explode(false),
    ],
  },
  {
    breaks: 'a default response that went, where it was the success',
    pair: [responses({ default: { description: 'OK', content: json } }), responses({})],
    says: `BREAKS removed ${where} · response default: It was removed.`,
    harmless: 'one that went beside a success',
    twin: [
      responses({ 200: { description: 'OK' }, default: { description: 'No', content: json } }),
      responses({ 200: { description: 'OK' } }),
    ],
  },
  {
    breaks: 'a link, for which there is no rule',
    pair: [
      responses({ 200: { description: 'OK' } }),
      responses({ 200: { description: 'OK', links: { next: { operationId: 'next' } } } }),
    ],
    says: `BREAKS changed ${where} · response 200: A part of it changed that has no rule: links.`,
    harmless: 'content with a charset',
    twin: [
      responses({ 200: { description: 'OK', content: json } }),
      responses({
        200: {
          description: 'OK',
          content: { 'application/json; charset=utf-8': json['application/json'] },
        },
      }),
    ],
  },
  {
    breaks: 'a further success response that callers do not know how to read',
    pair: [
      responses({ 200: { description: 'OK', content: json } }),
      responses({ 200: { description: 'OK', content: json }, 202: { description: 'Later' } }),
    ],
    says: `BREAKS added ${where} · response 202: It was added.`,
    harmless: 'a further failure',
    twin: [
      responses({ 200: { description: 'OK', content: json } }),
      responses({ 200: { description: 'OK', content: json }, 409: { description: 'Conflict' } }),
    ],
  },
  {
    breaks: 'a failure that went with its headers',
    pair: [responses({ 429: { description: 'Slow', headers: token } }), responses({})],
    says: `BREAKS removed ${where} · response 429: It was removed, and its headers with it.`,
    harmless: 'a failure that went',
    twin: [responses({ 404: { description: 'Unknown' } }), responses({})],
  },
];

describeTwins([...oneWay.map(reverse), ...twins]);
