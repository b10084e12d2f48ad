/** Operations that the sandbox has no behaviour for: checked and answered by the document. */
import { describe, expect, test } from '@jest/globals';

import { serveDocument } from '../../src/sandbox/start.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import { GROWN_DOCUMENT } from './grown-document.js';
import { ask, closeAfterwards, clientOf, NURSE, only } from './support.js';

const openGrown = async (): Promise<Sandbox> =>
  closeAfterwards(await serveDocument(GROWN_DOCUMENT, {}));

const withJson = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});
async function reasonsFor(answer: Promise<Response>): Promise<unknown> {
  const response = await answer;
  const { reply } = (await response.json()) as { reply: { message: string; reasons?: string[] } };
  return [response.status, reply.reasons ?? reply.message];
}

describe('an operation without a behaviour', () => {
  test('is answered by its schema, the same each time, and recorded', async () => {
    const sandbox = await openGrown();
    const response = await ask(sandbox, '/group/g7/');
    const group = (await response.json()) as Record<string, unknown>;
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(group).toMatchObject({ token: 'g1', name: 'string', kind: 'ward' });
    expect(Date.parse(group['created_on'] as string)).not.toBeNaN();
    expect(await (await ask(sandbox, '/group/g8/')).json()).toEqual(group);
    expect(sandbox.requests.map(({ operation }) => operation)).toEqual(['getGroup', 'getGroup']);
    expect(sandbox.requests[0]?.response?.body).toBe(JSON.stringify(group));
  });

  test('answers the first success that is declared, with its headers', async () => {
    const sandbox = await openGrown();
    const created = await ask(sandbox, '/group/', withJson('POST', { name: 'Ward 7' }));
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe('/v2/group/g1/');
    expect(await created.json()).toMatchObject({ token: 'g1' });
    const gone = await ask(sandbox, '/group/g7/', { method: 'DELETE' });
    expect([gone.status, gone.headers.get('tt-x-deleted'), await gone.text()]).toEqual([
      204,
      '3',
      '',
    ]);
    const probed = await ask(sandbox, '/group/g7/', { method: 'HEAD' });
    expect([probed.status, await probed.text()]).toEqual([200, '']);
  });

  test('answers an example as it is, under a range of statuses too', async () => {
    const sandbox = await openGrown();
    const found = await ask(sandbox, '/group/search/');
    expect([found.status, found.headers.get('content-type'), await found.text()]).toEqual([
      200,
      'text/plain',
      'none',
    ]);
  });

  test('needs credentials, unless the document says that it does not', async () => {
    const sandbox = await openGrown();
    expect((await fetch(`${sandbox.url}/group/g7/`)).status).toBe(401);
    expect((await fetch(`${sandbox.url}/ping/`)).status).toBe(200);
  });

  test('meets faults by its name', async () => {
    const sandbox = await openGrown();
    sandbox.fail({ kind: 'server-error', operation: 'deleteGroup' });
    expect((await ask(sandbox, '/group/g7/')).status).toBe(200);
    expect((await ask(sandbox, '/group/g7/', { method: 'DELETE' })).status).toBe(503);
    expect(() => {
      sandbox.fail({ kind: 'server-error', operation: 'deleteGroups' });
    }).toThrow(/^operation: .*deleteGroup/);
  });

  test('leaves those with a behaviour as they are', async () => {
    const sandbox = await openGrown();
    const { messages } = clientOf(sandbox);
    const { messageId } = await messages.send({ to: NURSE, body: 'x' });
    await messages.markRead([messageId]);
    expect(only(sandbox.messages)).toMatchObject({ messageId, state: 'read' });
  });
});

describe('a request is checked:', () => {
  test.each<[string, string, RequestInit, unknown]>([
    ['the path', '/group/G%20G/', {}, ['path group_token: must match pattern "^[a-z0-9]+$"']],
    ['a repeated query', '/group/?member=a&member=b', {}, undefined],
    ['a query with commas', '/group/?size=1,2', {}, undefined],
    ['an item of a query', '/group/?size=1,x', {}, ['query size 1: must be integer']],
    ['a query with bars', '/group/?kind=ward%7Cteam', {}, undefined],
    [
      'an item of an enumeration',
      '/group/?kind=ward%7Cx',
      {},
      ['query kind 1: must be equal to one of the allowed values'],
    ],
    ['an exclusive bound', '/group/?limit=0', {}, ['query limit: must be > 0']],
    [
      'a body without what is required',
      '/group/',
      withJson('POST', {}),
      ["body: must have required property 'name'"],
    ],
    [
      'a text where a number must be, exactly',
      '/group/',
      withJson('POST', { name: 'abc', size: '5' }),
      ['body size: must be integer'],
    ],
    ['null where it may be', '/group/', withJson('POST', { name: 'abc', size: null }), undefined],
    [
      'what is nested, in a circle',
      '/group/',
      withJson('POST', { name: 'abc', groups: [{ name: 'ab' }] }),
      ['body groups 0 name: must NOT have fewer than 3 characters'],
    ],
    ['a missing body', '/group/', { method: 'POST' }, ['request: must have a body']],
    [
      'a body that is not JSON',
      '/group/',
      { ...withJson('POST', {}), body: '{"name":' },
      ['body: is not well-formed JSON'],
    ],
    [
      'another media type',
      '/group/',
      { method: 'POST', body: 'name=abc', headers: { 'Content-Type': 'text/plain' } },
      ['header content-type: must be application/json'],
    ],
  ])('%s', async (_, path, init, reasons) => {
    const sandbox = await openGrown();
    const response = ask(sandbox, path, init);
    if (reasons === undefined) expect((await response).status).toBeLessThan(300);
    else expect(await reasonsFor(response)).toEqual([400, reasons]);
  });

  test('a multipart body', async () => {
    const sandbox = await openGrown();
    const send = (fields: Record<string, string | Blob>): Promise<Response> => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      return ask(sandbox, '/group/g7/picture/', { method: 'PUT', body });
    };
    expect((await send({ picture: new Blob(['\u0000\u0001']), width: '4' })).status).toBe(200);
    expect(await reasonsFor(send({ width: 'wide' }))).toEqual([
      400,
      ["form: must have required property 'picture'", 'form width: must be integer'],
    ]);
  });
});

describe('what the document does not have', () => {
  test.each(['/groups/', '/group//', '/group/a/b/', '/', '/group/g7/picture/x/'])(
    'is 404: %s',
    async (path) => {
      const sandbox = await openGrown();
      expect(await reasonsFor(ask(sandbox, path))).toEqual([
        404,
        expect.stringContaining('no such path'),
      ]);
      expect(only(sandbox.requests).operation).toBeUndefined();
    },
  );

  test('is 405 with the methods that it has, where only the method is another', async () => {
    const sandbox = await openGrown();
    const response = await ask(sandbox, '/group/g7/', { method: 'PATCH' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, DELETE, HEAD');
    expect(await response.text()).toContain('not with PATCH');
  });
});

test('a document that fails in the sandbox is a 500 with its reason, never a hang', async () => {
  const sandbox = await openGrown();
  expect(await reasonsFor(ask(sandbox, '/broken/', withJson('POST', {})))).toEqual([
    500,
    expect.stringMatching(/^The sandbox failed: .*Gone/),
  ]);
  expect(only(sandbox.requests)).toMatchObject({
    operation: 'breakDown',
    response: { status: 500 },
  });
});
