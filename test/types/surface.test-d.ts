/** What must compile and what must not. Checked by `npm run typecheck`; nothing here runs. */
import {
  type Address,
  type ApiResponse,
  type ApiTypes,
  type AttemptEvent,
  type DataElement,
  email,
  ConnectionError,
  encodeAddress,
  type FetchFunction,
  InvalidAddressError,
  type Messages,
  parseAddress,
  phone,
  type SendMessage,
  type SentMessage,
  TigerConnect,
  RateLimitError,
  TigerConnectError,
  user,
} from '../../src/index.js';
import { type Fault, startSandbox } from '../../src/sandbox/index.js';
import { undiciFetch } from '../../src/transport/undici.js';

declare const tigerconnect: TigerConnect;
declare const messages: AsyncIterable<SendMessage & { row: number }>;
const { messages: api } = tigerconnect;

// A recipient is an address or a string; an address comes from its makers only.
void api.send({ to: 'nurse@ward.example', body: 'x' });
void api.send({ to: email('nurse@ward.example'), body: 'x' });
export const made: Address[] = [user('t'), phone('020 7946 0958', 'GB'), parseAddress('x')];
// @ts-expect-error a look-alike is not an address
void api.send({ to: { kind: 'email', toString: () => '', toJSON: () => '' }, body: 'x' });
// @ts-expect-error a country is two capital letters
phone('020 7946 0958', 'gb');

// A message has a recipient and a text, and its fields have types.
// @ts-expect-error a message has a body
void api.send({ to: 'a' });
// @ts-expect-error a message has a recipient
void api.send({ body: 'x' });
// @ts-expect-error minutes are a number
void api.send({ to: 'a', body: 'x', ttl: '60' });
void api.send({ to: 'a', body: 'x', data: [{ a: [1, null, { b: 'c' }] }] });
void api.send({ to: 'a', body: 'x', data: [{ namespace: 'n', payload: { a: [1] } }] });
export const element: DataElement = { namespace: 'n', payload: 'x', mimetype: 'text/plain' };
void api.send({ to: 'a', body: 'x', data: [element, { mrn: '12' }] });
// @ts-expect-error an element has a namespace
export const nameless: DataElement = { payload: 'x' };
// @ts-expect-error a payload is plain JSON
void api.send({ to: 'a', body: 'x', data: [{ namespace: 'n', payload: new Date() }] });
// @ts-expect-error a Date is not plain JSON
void api.send({ to: 'a', body: 'x', data: [{ at: new Date() }] });
// @ts-expect-error data is a list of objects
void api.send({ to: 'a', body: 'x', data: ['a'] });
// @ts-expect-error a misspelt field would be lost
void api.send({ to: 'a', body: 'x', deleteonRead: true });

// `undefined` means "not given", also under exactOptionalPropertyTypes.
void api.send({ to: 'a', body: 'x', ttl: undefined, data: undefined, requestId: undefined });
new TigerConnect({ apiKey: undefined, fetch: undefined, logger: undefined });

// Results are read-only and complete.
export async function results(): Promise<unknown[]> {
  const sent: SentMessage = await api.send({ to: 'a', body: 'x' });
  const token: string = sent.messageId;
  const duplicate: boolean = sent.duplicate;
  // @ts-expect-error a result is not to be changed
  sent.attempts = 2;
  // @ts-expect-error marking gives nothing back
  const marked: Promise<string> = api.markRead([token]);
  return [token, duplicate, marked];
}

// sendMany keeps the type of the messages, and its outcomes are told apart by `status`.
export async function many(): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const outcome of api.sendMany(messages, { concurrency: 4 })) {
    const row: number = outcome.message.row;
    if (outcome.status === 'fulfilled') seen.push(row, outcome.value.messageId);
    // @ts-expect-error a message that failed has no value
    else seen.push(outcome.value);
  }
  return seen;
}

// onOutcome is told of the same outcomes, and a source may give promises.
declare const promised: Promise<SendMessage & { row: number }>[];
void api.sendMany(messages, { onOutcome: ({ message }) => message.row });
void api.sendMany(promised, { onOutcome: ({ message }) => message.row });
void api.sendMany(messages, {
  // @ts-expect-error a message has no such field
  onOutcome: ({ message }) => typeof message.bed,
});

// An object literal can stand in for the messages of a client, and for the part of a client that has them.
const sent: SentMessage = { messageId: 'm', requestId: 'r', attempts: 1, duplicate: false };
export const fake: Messages = {
  send: () => Promise.resolve(sent),
  async *sendMany(source) {
    let index = 0;
    for await (const message of source) {
      yield { index: index++, message, status: 'fulfilled', value: sent };
    }
  },
  updateStatus: () => Promise.resolve(),
  markDelivered: () => Promise.resolve(),
  markRead: () => Promise.resolve(),
  typing: () => Promise.resolve(),
  withTyping: async (_, work) => work(),
};
export const user7: Pick<TigerConnect, 'messages'> = { messages: fake };
// @ts-expect-error a fake of the whole has all methods
export const half: Messages = { typing: () => Promise.resolve() };

// Errors can be made by hand.
export const byHand: TigerConnectError[] = [
  new RateLimitError('slow down', { status: 429, retryAfter: 1_000 }),
  new ConnectionError('broken', { delivery: 'unknown', requestId: 'r', attempts: 5 }),
  new InvalidAddressError('email', 'no @ in it.'),
];

// withTyping returns what the work returns.
export const worked: Promise<number> = api.withTyping('a', () => Promise.resolve(1));

// Any fetch fits: undici's, the platform's, and one of your own.
new TigerConnect({ fetch: undiciFetch({ connections: 8 }) });
new TigerConnect({ fetch: globalThis.fetch });
export const own: FetchFunction = (url, { method, headers, signal }) =>
  globalThis.fetch(url, { method, headers, signal });
// @ts-expect-error a function that returns no response does not
new TigerConnect({ fetch: () => Promise.resolve('ok') });
new TigerConnect({ logger: console });

// Every error can be asked for its delivery, and none can be made without its class.
export function deliveryOf(error: unknown): 'not-sent' | 'unknown' | undefined {
  return error instanceof TigerConnectError ? error.delivery : undefined;
}
// @ts-expect-error the base is abstract
new TigerConnectError('x');
export const retryAfter = (error: RateLimitError): number | undefined => error.retryAfter;
// @ts-expect-error an error is not to be changed
export const changed = (error: TigerConnectError) => (error.delivery = 'not-sent');

// The wire string comes from an address, and not from a string that may be none.
export const wire: string = encodeAddress(user('t'));
// @ts-expect-error a string is parsed first
encodeAddress('nurse@ward.example');

// Options and their units.
new TigerConnect({ timeout: 1_000, totalTimeout: 5_000, maxRetries: 0, defaultCountry: 'US' });
// @ts-expect-error milliseconds are a number
new TigerConnect({ timeout: '1s' });
new TigerConnect({ recipientIn: 'body' });
// @ts-expect-error there are two places
new TigerConnect({ recipientIn: 'header' });
// @ts-expect-error a misspelt option would be ignored
new TigerConnect({ retries: 3 });
// @ts-expect-error credentials are asked for asynchronously
new TigerConnect({ credentials: () => ({ apiKey: 'key', apiSecret: 'secret' }) });
new TigerConnect({ credentials: () => Promise.resolve({ apiKey: 'key', apiSecret: 'secret' }) });
new TigerConnect({
  onAttempt: ({ status, delay }: AttemptEvent) => {
    console.log(status, delay);
  },
});

// Calls that change a state take lists of tokens, and the last argument of each is the call's own.
const { signal } = new AbortController();
void api.updateStatus({ delivered: ['t'], read: ['t'] }, { signal, timeout: 1_000 });
void api.markDelivered(['t'], { maxRetries: 0, headers: { 'TT-X-Organization-Key': 'o' } });
// @ts-expect-error a token alone is not a list
void api.markRead('t');
// @ts-expect-error a time limit over everything is the client's
void api.typing('a', { totalTimeout: 1_000 });

// The operations of the document, with the types of their arguments and results.
const recipient = 'nurse@ward.example';
export const called: Promise<string> = tigerconnect.api.message.sendMessage({
  formData: { body: 'x', ttl: 60 },
  recipient,
});
// @ts-expect-error a form has its required fields
void tigerconnect.api.message.sendMessage({ formData: {} });
// @ts-expect-error minutes are a number
void tigerconnect.api.message.sendMessage({ formData: { body: 'x', ttl: '60' } });
// @ts-expect-error an argument that the operation has not
void tigerconnect.api.message.typingMessage({ recipient, to: 'a' });
// @ts-expect-error how the services are made is not to be reached
export const http: unknown = tigerconnect.api.request;
// @ts-expect-error nor by a service
export const serviceHttp: unknown = tigerconnect.api.message.httpRequest;
export const whole: Promise<ApiResponse<string>> = tigerconnect.withResponse.message.sendMessage({
  formData: { body: 'x' },
});
// @ts-expect-error the answer stands beside the value
export const alone: Promise<string> = tigerconnect.withResponse.message.sendMessage({
  formData: { body: 'x' },
});
// Of today's methods: the vendor may add others.
export const fakeService: Pick<
  ApiTypes.MessageService,
  'sendMessage' | 'updateMessageStatus' | 'typingMessage'
> = {
  sendMessage: () => Promise.resolve('token'),
  updateMessageStatus: () => Promise.resolve(undefined),
  typingMessage: () => Promise.resolve(undefined),
};
declare const wholeService: Omit<ApiTypes.MessageService, 'httpRequest'>;
export const fakeApi: Pick<TigerConnect['api'], 'message'> = { message: wholeService };

// Other options over the same connections; what belongs to these is the client's.
export const other: TigerConnect = tigerconnect.withOptions({
  ...{ timeout: 5, signal, totalTimeout: 9, logger: console },
});
// @ts-expect-error another service needs another client
tigerconnect.withOptions({ baseUrl: 'https://api.example' });
// @ts-expect-error and so do other credentials
tigerconnect.withOptions({ apiKey: 'key', apiSecret: 'secret' });

// The sandbox.
export const faults: Fault[] = [
  { kind: 'latency', delay: 5 },
  { kind: 'reset-after', times: 2 },
];
// @ts-expect-error only a server error has a status
export const strange: Fault = { kind: 'latency', status: 500 };
void startSandbox({ port: 0 }).then(({ messages }) => messages[0]?.state === 'read');
