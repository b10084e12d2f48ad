/** Requests that the document does not have and that known clients of the service send. */
import { FORM } from './content.js';
import type { Operation } from './operation.js';
import type { Remarks } from './remarks.js';

const LIST = { type: 'array', items: { type: 'string' } };
const FOUND = { 200: { description: 'OK' } };
const text = (place: string, name: string): object => ({
  in: place,
  name,
  required: place === 'path',
  schema: { type: 'string' },
});
const form = (properties: object, required: readonly string[] = []): object => ({
  required: true,
  content: { [FORM]: { schema: { type: 'object', properties, required } } },
});

/** As a document of their own: what is in it is checked and recorded as the API's document is. */
export const KNOWN_CLIENTS_DOCUMENT: object = {
  openapi: '3.0.0',
  paths: {
    // The vendor's SDK sets states and tells of typing by POST.
    '/message/status/': {
      post: {
        operationId: 'updateMessageStatus',
        requestBody: form({ delivered: LIST, read: LIST }),
        responses: FOUND,
      },
    },
    '/message/typing/': {
      post: {
        operationId: 'typingMessage',
        requestBody: form({ recipient: { type: 'string' }, proxy_token: { type: 'string' } }, [
          'recipient',
        ]),
        responses: FOUND,
      },
    },
    '/message/typing/{recipient}/': {
      delete: {
        operationId: 'stopTyping',
        parameters: [text('path', 'recipient')],
        responses: FOUND,
      },
    },
    // On behalf of another user.
    '/message/typing/{recipient}/{sender}/': {
      delete: {
        operationId: 'stopTypingFor',
        parameters: [text('path', 'recipient'), text('path', 'sender')],
        responses: FOUND,
      },
    },
    '/message/{message_id}/': {
      get: {
        operationId: 'findMessage',
        parameters: [text('path', 'message_id')],
        responses: FOUND,
      },
    },
    '/message/{message_id}/status/': {
      get: {
        operationId: 'findMessageStatus',
        parameters: [text('path', 'message_id')],
        responses: FOUND,
      },
    },
  },
};

/** The parameter by which the SDK asks for the message itself as the answer. */
export const MESSAGE_FORMAT = 'response_format';

type Fields = Readonly<Record<string, unknown>>;

/** Values that the document does not allow, with what they mean, by operation, field and text. */
const VALUES: Readonly<Record<string, Readonly<Record<string, ReadonlyMap<unknown, unknown>>>>> = {
  'POST /message/': {
    // A boolean as a number; a message that never expires, by the SDK's former README.
    dor: new Map([
      ['0', false],
      ['1', true],
    ]),
    ttl: new Map([['-1', -1]]),
  },
};

/** Sets apart the values that known clients send although the document does not allow them. */
export function takeKnownValues(
  { method, path }: Operation,
  fields: Fields,
  remarks: Remarks,
): { readonly others: Fields; readonly known: Fields } {
  const values = VALUES[`${method} ${path}`] ?? {};
  const known = Object.keys(values).flatMap((name) => {
    const text = fields[name];
    const meaning = values[name]?.get(text);
    if (meaning === undefined) return [];
    remarks.depart(
      `${name}=${text as string} is not in the document; it is taken for ${meaning === -1 ? 'never' : `${meaning as boolean}`}`,
    );
    return [[name, meaning] as const];
  });
  const taken = new Set(known.map(([name]) => name));
  const others = Object.entries(fields).filter(([name]) => !taken.has(name));
  return { others: Object.fromEntries(others), known: Object.fromEntries(known) };
}

/** Fields of known clients, and of mistaken ones, by the name that the document has for the same. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['deleteonread', 'dor'],
  ['message', 'body'],
  ['text', 'body'],
  ['to', 'recipient'],
]);

/** The name that was probably meant; undefined when none is near. */
export function findNearName(name: string, names: readonly string[]): string | undefined {
  const simplify = (text: string): string => text.toLowerCase().replaceAll('_', '');
  const plain = simplify(name);
  const near = NAMES.get(plain) ?? plain;
  return names.find((one) => simplify(one) === near);
}
