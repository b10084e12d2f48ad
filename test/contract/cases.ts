/** What every server of this API must do by the document, written once and run against each server we have. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { email, group, phone, TigerConnect, user } from '../../src/index.js';

export const USER = 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad';
export const GROUP = '3D5qqmf6f6RgVzFwcbZoIPuW';
export const FORM = 'application/x-www-form-urlencoded';

/** A server under test. */
export interface Subject {
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly close: () => Promise<void>;
}

export const basicAuth = ({ apiKey, apiSecret }: Subject): string =>
  `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;

/** A client, and the status of each answer that it gets. */
export function observedClient(subject: Subject): {
  tigerconnect: TigerConnect;
  statuses: (number | undefined)[];
} {
  const { url: baseUrl, apiKey, apiSecret } = subject;
  const statuses: (number | undefined)[] = [];
  const tigerconnect = new TigerConnect({
    baseUrl,
    apiKey,
    apiSecret,
    maxRetries: 0,
    onAttempt: ({ status }) => statuses.push(status),
  });
  return { tigerconnect, statuses };
}

interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const REFUSED: Readonly<Record<string, RawRequest>> = {
  'no body field': { method: 'POST', path: `/message/?recipient=${USER}`, body: 'ttl=1' },
  'nothing at all': { method: 'POST', path: `/message/?recipient=${USER}`, body: '' },
  'a ttl that is not a number': {
    method: 'POST',
    path: `/message/?recipient=${USER}`,
    body: 'body=x&ttl=soon',
  },
  'a ttl of zero': { method: 'POST', path: `/message/?recipient=${USER}`, body: 'body=x&ttl=0' },
  'a ttl of half a minute': {
    method: 'POST',
    path: `/message/?recipient=${USER}`,
    body: 'body=x&ttl=0.5',
  },
  'a dor of 1': { method: 'POST', path: `/message/?recipient=${USER}`, body: 'body=x&dor=1' },
  'JSON instead of a form': {
    method: 'POST',
    path: `/message/?recipient=${USER}`,
    type: 'application/json',
    body: '{"body":"x"}',
  },
  'a Request-ID that is not a UUID': {
    method: 'POST',
    path: `/message/?recipient=${USER}`,
    body: 'body=x',
    headers: { 'Request-ID': 'first' },
  },
  'a status without a form': { method: 'PUT', path: '/message/status/', body: '' },
  'typing without a recipient': { method: 'GET', path: '/message/typing/' },
  'a path that is not in the document': { method: 'POST', path: '/message', body: 'body=x' },
  'a method that is not in the document': { method: 'DELETE', path: '/message/' },
};

export function sendRaw(
  subject: Subject,
  { method, path, type = FORM, body, headers }: RawRequest,
  authorization: string | undefined = basicAuth(subject),
): Promise<Response> {
  return fetch(`${subject.url}${path}`, {
    method,
    headers: {
      ...(authorization !== '' && { Authorization: authorization }),
      ...(body !== undefined && { 'Content-Type': type }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
}

export function contract(name: string, start: () => Promise<Subject>): void {
  describe(name, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await start();
    }, 30_000);
    afterAll(() => subject.close());

    test('allows every request the client makes', async () => {
      const { tigerconnect, statuses } = observedClient(subject);
      const { messages } = tigerconnect;
      await messages.typing(user(USER));
      const { messageId } = await messages.send({
        to: email('nurse@ward.example'),
        body: 'Bed 12',
      });
      await messages.send({
        to: phone('+14155552671'),
        body: 'Größe & 100 % +',
        ttl: 60,
        deleteOnRead: true,
        data: [{ namespace: 'com.example.ward', payload: { mrn: '12' } }, { mrn: '12' }],
        organization: GROUP,
      });
      await messages.send({ to: group(GROUP), body: 'x', deleteOnRead: false });
      await messages.updateStatus({ delivered: [messageId], read: [messageId] });
      await messages.markRead([messageId]);
      expect(statuses).toHaveLength(6);
      expect(statuses.filter((status = 0) => status < 200 || status > 299)).toEqual([]);
    });

    test.each(Object.entries(REFUSED))('refuses %s', async (_, raw) => {
      const response = await sendRaw(subject, raw);
      expect([400, 404, 405, 415, 422]).toContain(response.status);
    });

    test.each([
      ['no credentials', ''],
      ['another scheme', 'Bearer a2V5OnNlY3JldA=='],
      ['a key without a secret', 'Basic a2V5'],
    ])('answers 401 to %s', async (_, authorization) => {
      const path = `/message/typing/?recipient=${USER}`;
      const response = await sendRaw(subject, { method: 'GET', path }, authorization);
      expect(response.status).toBe(401);
    });
  });
}
