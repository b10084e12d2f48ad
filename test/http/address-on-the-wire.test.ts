import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeAddress } from '../../src/address/encode.js';
import { parseAddress } from '../../src/address/parse.js';
import { InvalidAddressError, TigerConnect } from '../../src/index.js';
import { anyString, sample } from '../unit/address/arbitraries.js';

/** What the server read. */
interface Seen {
  readonly method: string | undefined;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: readonly string[];
}

let server: Server;
let client: TigerConnect;
const seen: Seen[] = [];

beforeAll(async () => {
  server = createServer(({ method, url = '', rawHeaders }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    const headers = rawHeaders
      .filter((_, index) => index % 2 === 0)
      .map((name) => name.toLowerCase());
    seen.push({ method, path: pathname, query: [...searchParams], headers: headers.sort() });
    response.setHeader('Content-Type', 'application/json').end('{"status":"ok"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new TigerConnect({
    apiKey: 'key',
    apiSecret: 'secret',
    baseUrl: `http://127.0.0.1:${port}/v2`,
  });
});

afterAll(async () => {
  client.close();
  await new Promise((resolve) => server.close(resolve));
});

/** What the server read of one call, and that it was one. */
async function received(call: () => Promise<unknown>): Promise<Seen> {
  seen.length = 0;
  await call();
  const [request, ...more] = seen;
  if (request === undefined) throw new Error('no request arrived');
  expect(more).toEqual([]);
  return request;
}

describe('a recipient on the wire', () => {
  test('is decoded by the server to what encodeAddress() gave, and adds nothing else', async () => {
    const { headers } = await received(() => client.messages.typing('nurse@ward.example'));
    await fc.assert(
      fc.asyncProperty(sample, async ({ make }) => {
        const address = make();
        const request = await received(() => client.messages.typing(address));
        expect(request).toEqual({
          method: 'GET',
          path: '/v2/message/typing/',
          query: [['recipient', encodeAddress(address)]],
          headers,
        });
      }),
      { numRuns: 300 },
    );
  });

  test('is an address when any string is sent, or nothing leaves', async () => {
    const { headers } = await received(() => client.messages.typing('nurse@ward.example'));
    await fc.assert(
      fc.asyncProperty(anyString, async (value) => {
        seen.length = 0;
        const failure: unknown = await client.messages.typing(value).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure !== undefined) {
          expect(failure).toBeInstanceOf(InvalidAddressError);
          expect(seen).toEqual([]);
          return;
        }
        expect(seen).toHaveLength(1);
        expect(seen[0]?.query).toEqual([['recipient', encodeAddress(parseAddress(value))]]);
        expect(seen[0]?.path).toBe('/v2/message/typing/');
        expect(seen[0]?.headers).toEqual(headers);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['+12125550123', '+12125550123'],
    ['Nurse+Night@Ward.example', 'nurse+night@ward.example'],
    ['a&b=c#d%00e/f?g@ward.example', 'a&b=c#d%00e/f?g@ward.example'],
    ['"a \\"b\\" @ c; d"@ward.example', '"a \\"b\\" @ c; d"@ward.example'],
    ['nurse@bücher.example', 'nurse@xn--bcher-kva.example'],
    ['3D5qqmf6f6RgVzFwcbZoIPuW', '3D5qqmf6f6RgVzFwcbZoIPuW'],
  ])('%s', async (value, wire) => {
    const { query } = await received(() => client.messages.typing(value));
    expect(query).toEqual([['recipient', wire]]);
  });
});
