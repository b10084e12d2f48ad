/** What must compile and what must not. Checked by `npm run typecheck`; nothing here runs. */
import {
  type Address,
  email,
  type FetchFunction,
  parseAddress,
  phone,
  type SendMessage,
  type SentMessage,
  TigerConnect,
  TigerConnectError,
  user,
} from '../../src/index.js';
import { undiciFetch } from '../../src/undici.js';

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

// withTyping returns what the work returns.
export const worked: Promise<number> = api.withTyping('a', () => Promise.resolve(1));

// Any fetch fits: undici's, the platform's, and one of your own.
new TigerConnect({ fetch: undiciFetch({ connections: 8 }) });
new TigerConnect({ fetch: globalThis.fetch });
export const own: FetchFunction = (url, { method, headers, signal }) =>
  globalThis.fetch(url, { method, headers, signal: signal ?? null });
// @ts-expect-error a function that returns no response does not
new TigerConnect({ fetch: () => Promise.resolve('ok') });
new TigerConnect({ logger: console });

// Every error can be asked for its delivery, and none can be made without its class.
export function deliveryOf(error: unknown): 'not-sent' | 'unknown' | undefined {
  return error instanceof TigerConnectError ? error.delivery : undefined;
}
// @ts-expect-error the base is abstract
new TigerConnectError('x');
