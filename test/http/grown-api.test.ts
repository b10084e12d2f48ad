/** The operations that a grown document brings: callable, typed by it, and as safe as the others. */
import { inspect } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { TigerConnectError, TigerConnectOptions } from '../../src/index.js';
import { testClient, type TestClient } from '../support/client.js';
import {
  clientFor,
  type GrownClient,
  grownClass,
  grownDocument,
  remove,
} from '../support/grown.js';
import { type Answer, goneServer, startServer, type TestServer } from '../support/server.js';

let folder: string;
let Grown: new (options: TigerConnectOptions) => GrownClient;

beforeAll(async () => {
  folder = await clientFor(await grownDocument());
  Grown = await grownClass(folder);
});

afterAll(async () => {
  await remove(folder);
});

const client = (
  server: Pick<TestServer, 'url'>,
  options: TigerConnectOptions = {},
): TestClient<GrownClient> => testClient(server, options, Grown);

/** The error of a call that must fail; its class is that of the other package. */
const failure = (call: Promise<unknown>): Promise<TigerConnectError> =>
  call.then(
    () => {
      throw new Error('the call did not fail');
    },
    (error: unknown) => error as TigerConnectError,
  );

const json = (body: unknown, status = 200): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json', 'X-Trace': 't-1' },
  body: JSON.stringify(body),
});
const group = { group_token: 'g-1', name: 'ward 7', members: ['nurse@ward.example'] };
const newGroup = { name: 'ward 7', members: ['nurse@ward.example'] };
const member = { groupToken: 'g-1', formData: { member: 'nurse@ward.example' } };
const busy: Answer = { status: 503 };

describe('an operation of a grown document', () => {
  test('sends what the document says, with the credentials, and resolves to the answer', async () => {
    const server = await startServer([json(group, 201)]);
    const { tigerconnect } = client(server);
    await expect(tigerconnect.api.group.createGroup({ requestBody: newGroup })).resolves.toEqual(
      group,
    );
    await tigerconnect.api.group.listGroups({ limit: 2 });
    await tigerconnect.api.group.listGroups();
    await tigerconnect.api.group.addGroupMember({ ...member, groupToken: 'a/b ?#%' });
    const [create, list, all, add] = server.requests;
    expect([create, list, all, add].map((each) => `${each?.method} ${each?.url}`)).toEqual([
      'POST /v2/group/',
      'GET /v2/group/?limit=2',
      'GET /v2/group/',
      'POST /v2/group/a%2Fb%20%3F%23%25/member/',
    ]);
    expect(JSON.parse(create?.body ?? '')).toEqual(newGroup);
    expect(add?.body).toBe('member=nurse%40ward.example');
    for (const { headers } of server.requests) expect(headers.authorization).toMatch(/^Basic /);
  });

  test('gives status, headers, key and attempts beside the value', async () => {
    const server = await startServer([busy, json(group, 201), { status: 204 }]);
    const { tigerconnect } = client(server);
    const requestId = '9b2f1a0e-0a53-4c2c-9e62-8f4d1b3a7c11';
    const created = await tigerconnect.withResponse.group.createGroup({
      requestBody: newGroup,
      requestId,
    });
    expect(created).toMatchObject({ data: group, status: 201, requestId, attempts: 2 });
    expect(created.headers['x-trace']).toBe('t-1');
    const deleted = await tigerconnect.withResponse.group.deleteGroup({ groupToken: 'g-1' });
    expect(deleted).toMatchObject({ status: 204, requestId: undefined, attempts: 1 });
    expect(deleted.data).toBeUndefined();
  });
});

describe('retries', () => {
  test('a POST that takes a Request-ID is repeated with the one it got, and with the same bytes', async () => {
    const server = await startServer([busy, 'reset', json(group, 201)]);
    const body = { ...newGroup, members: ['nurse@ward.example'] };
    const { tigerconnect } = client(server, {
      onAttempt: () => {
        body.name = 'another';
        body.members.push('stranger@ward.example');
      },
      // The clock of the test is moved by onAttempt.
      clock: undefined,
      random: () => 0,
    });
    await tigerconnect.api.group.createGroup({ requestBody: body });
    expect(server.requests).toHaveLength(3);
    expect(new Set(server.requests.map(({ headers }) => headers['request-id'])).size).toBe(1);
    expect(server.requests[0]?.headers['request-id']).toMatch(/^[\da-f-]{36}$/);
    expect(new Set(server.requests.map((request) => request.body))).toEqual(
      new Set([JSON.stringify(newGroup)]),
    );
  });

  test('each call has a key of its own', async () => {
    const server = await startServer([json(group, 201)]);
    const { api } = client(server).tigerconnect;
    await api.group.createGroup({ requestBody: newGroup });
    await api.group.createGroup({ requestBody: newGroup });
    expect(new Set(server.requests.map(({ headers }) => headers['request-id'])).size).toBe(2);
  });

  test('"accepted before" without the result that is promised is no success', async () => {
    const server = await startServer([busy, { status: 304 }]);
    const call = client(server).tigerconnect.api.group.createGroup({ requestBody: newGroup });
    const error = await failure(call);
    expect(error).toMatchObject({ code: 'invalid_response', status: 304, delivery: 'unknown' });
    expect(error.requestId).toBe(server.requests[0]?.headers['request-id']);
  });

  test('a POST without a key is tried once where it may have been done', async () => {
    for (const answer of [busy, { status: 500 }, { status: 408 }, 'reset', 'truncate'] as const) {
      const server = await startServer([answer, json(group)]);
      const error = await failure(client(server).tigerconnect.api.group.addGroupMember(member));
      expect(error).toMatchObject({ attempts: 1, delivery: 'unknown' });
      expect(error.requestId).toBeUndefined();
      expect(server.requests).toHaveLength(1);
      expect(error.message).not.toContain('requestId');
    }
  });

  test('a POST without a key is repeated where nothing was done', async () => {
    const server = await startServer([{ status: 429 }, { status: 425 }, json(group)]);
    await client(server).tigerconnect.api.group.addGroupMember(member);
    expect(server.requests).toHaveLength(3);
    const call = client(await goneServer()).tigerconnect.api.group.addGroupMember(member);
    expect(await failure(call)).toMatchObject({ attempts: 5, delivery: 'not-sent' });
  });

  test('DELETE and GET are repeated', async () => {
    const server = await startServer([busy, { status: 204 }, busy, json(group)]);
    const { api } = client(server).tigerconnect;
    await api.group.deleteGroup({ groupToken: 'g-1' });
    await expect(api.group.getGroup({ groupToken: 'g-1' })).resolves.toEqual(group);
    expect(server.requests).toHaveLength(4);
  });

  // Whatever the server answers, and however often.
  const REFUSED = [400, 401, 403, 404, 422, 425, 429];
  const MAYBE = [200, 304, 301, 408, 409, 499, 500, 502, 503, 504, 'reset', 'truncate'] as const;
  const answers = fc.array(fc.constantFrom(...REFUSED, ...MAYBE), { minLength: 1, maxLength: 7 });

  test('a POST without a key is never repeated after an answer that leaves it open', async () => {
    await fc.assert(
      fc.asyncProperty(answers, async (script) => {
        const server = await startServer(
          script.map((each) => (typeof each === 'number' ? json(group, each) : each)),
        );
        const call = client(server).tigerconnect.api.group.addGroupMember(member);
        const error = await call.then(
          () => undefined,
          (reason: unknown) => reason,
        );
        const seen = server.requests.map((_, index) => script[Math.min(index, script.length - 1)]);
        const maybeDone = seen.filter((each) => MAYBE.some((answer) => answer === each));
        expect(maybeDone.length).toBeLessThanOrEqual(1);
        if (error === undefined) expect(seen.at(-1)).toBe(200);
        else
          expect(error).toMatchObject({ delivery: maybeDone.length > 0 ? 'unknown' : 'not-sent' });
        await server.close();
      }),
      { numRuns: 80 },
    );
  });
});

describe('a wrong argument is refused by its name, and nothing is sent', () => {
  test.each<[string, string, (api: GrownClient['api']) => Promise<unknown>]>([
    ['a missing body', 'requestBody', ({ group: it }) => it.createGroup({} as never)],
    ['no argument at all', 'requestBody', ({ group: it }) => it.createGroup(undefined as never)],
    ['null for the arguments', 'groupToken', ({ group: it }) => it.getGroup(null as never)],
    ['a missing path value', 'groupToken', ({ group: it }) => it.getGroup({} as never)],
    ['null in a path', 'groupToken', ({ group: it }) => it.getGroup({ groupToken: null as never })],
    ['an empty path value', 'groupToken', ({ group: it }) => it.getGroup({ groupToken: '' })],
    ['.', 'groupToken', ({ group: it }) => it.getGroup({ groupToken: '.' })],
    ['..', 'groupToken', ({ group: it }) => it.deleteGroup({ groupToken: '..' })],
    ['half a character', 'groupToken', ({ group: it }) => it.getGroup({ groupToken: 'a\ud800' })],
    [
      'a missing form',
      'formData',
      ({ group: it }) => it.addGroupMember({ groupToken: 'g' } as never),
    ],
    [
      'a missing field of a form',
      'formData.member',
      ({ group: it }) => it.addGroupMember({ groupToken: 'g', formData: {} as never }),
    ],
    [
      'a header that is two',
      'ttXOrganizationKey',
      ({ group: it }) => it.addGroupMember({ ...member, ttXOrganizationKey: 'a\r\nX-B: b' }),
    ],
    ['half a character in a query', 'name', ({ group: it }) => it.listGroups({ name: '\ud800' })],
    [
      'an empty key',
      'requestId',
      ({ group: it }) => it.createGroup({ requestBody: newGroup, requestId: '' }),
    ],
    [
      'a key that is no text',
      'requestId',
      ({ group: it }) => it.createGroup({ requestBody: newGroup, requestId: 7 as never }),
    ],
    [
      'a body that holds itself',
      'requestBody',
      ({ group: it }) => {
        const cycle: Record<string, unknown> = { name: 'secret' };
        cycle['self'] = cycle;
        return it.createGroup({ requestBody: cycle as never });
      },
    ],
    [
      'a body that JSON cannot hold',
      'requestBody',
      ({ group: it }) => it.createGroup({ requestBody: (() => 1) as never }),
    ],
  ])('%s', async (_, field, call) => {
    const server = await startServer([json(group)]);
    const error = await failure(call(client(server).tigerconnect.api));
    expect(error).toMatchObject({
      ...{ name: 'InvalidArgumentError', code: 'invalid_argument', field },
      ...{ attempts: 0, delivery: 'not-sent' },
    });
    expect(error.message).toMatch(new RegExp(`^${field.replace('.', '\\.')}: `));
    expect(inspect(error)).not.toMatch(/secret|X-B/);
    expect(server.connections).toBe(0);
  });
});

test('what an operation was called with is in no error, event or log', async () => {
  const server = await startServer([{ status: 503, body: 'for secret-token and secret-member' }]);
  const seen: unknown[] = [];
  const log = (...details: unknown[]) => seen.push(...details);
  const { tigerconnect } = client(server, {
    maxRetries: 0,
    onAttempt: log,
    logger: { debug: log, info: log, warn: log, error: log },
  });
  const { group: it } = tigerconnect.api;
  const errors = [
    await failure(it.getGroup({ groupToken: 'secret-token' })),
    await failure(
      it.addGroupMember({ groupToken: 'secret-token', formData: { member: 'secret-member' } }),
    ),
    await failure(it.createGroup({ requestBody: { name: 'secret-name', members: [] } })),
  ];
  const shown = [...errors, ...seen, tigerconnect, tigerconnect.api];
  const text = shown.map((each) => `${inspect(each, { depth: 9 })} ${JSON.stringify(each)}`).join();
  expect(text).toContain('/group/{group_token}/');
  expect(text).not.toMatch(/secret/);
});

test('what a fetch says of a body is not shown, and anything else is its cause', async () => {
  const words = ['ENOENT of secret-name', 'a socket hung up'];
  const causes = words.map(async (text) => {
    const { tigerconnect } = client(
      { url: 'https://api.example' },
      { maxRetries: 0, fetch: () => Promise.reject(new Error(text)) },
    );
    const requestBody = { name: 'secret-name', members: [] };
    return (await failure(tigerconnect.api.group.createGroup({ requestBody }))).cause;
  });
  const [hidden, shown] = await Promise.all(causes);
  expect(inspect(hidden)).not.toContain('secret');
  expect(shown).toMatchObject({ message: 'a socket hung up' });
});
