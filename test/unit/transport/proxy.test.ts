import { afterEach, describe, expect, test } from '@jest/globals';

import { ConfigurationError } from '../../../src/index.js';
import { proxyFor } from '../../../src/transport/proxy.js';

const saved = { ...process.env };
afterEach(() => {
  process.env = { ...saved };
});

const basic = (user: string): string => `Basic ${Buffer.from(user).toString('base64')}`;

describe('the proxy of the environment', () => {
  test.each([
    ['http://proxy.example', { hostname: 'proxy.example', port: 80, secure: false }],
    ['https://proxy.example', { hostname: 'proxy.example', port: 443, secure: true }],
    ['http://proxy.example:3128/', { hostname: 'proxy.example', port: 3128 }],
    ['http://[::1]:3128', { hostname: '::1', port: 3128 }],
    ['http://proxy.example', { authorization: undefined }],
    ['http://us%40er:p%25ss@proxy.example', { authorization: basic('us@er:p%ss') }],
    ['http://user@proxy.example', { authorization: basic('user:') }],
  ])('is read from %s', (url, expected) => {
    process.env['HTTPS_PROXY'] = url;
    expect(proxyFor('https://api.example')).toMatchObject(expected);
  });

  test.each(['http://user:pa%ss@proxy.example', 'http://pa%zz@proxy.example'])(
    'is refused for a percent sign that encodes nothing, without showing it: %s',
    (url) => {
      process.env['HTTPS_PROXY'] = url;
      const read = (): unknown => proxyFor('https://api.example');
      expect(read).toThrow(ConfigurationError);
      expect(read).toThrow(/^HTTPS_PROXY: .*percent-encoded/);
      expect(read).not.toThrow(/pa%/);
    },
  );

  test.each(['http://[proxy', 'socks5://proxy.example'])('is refused as %s', (url) => {
    process.env['HTTPS_PROXY'] = url;
    expect(() => proxyFor('https://api.example')).toThrow(/^HTTPS_PROXY: must be/);
  });

  test('is none where none is named, or NO_PROXY names the host', () => {
    expect(proxyFor('https://api.example')).toBeUndefined();
    process.env['HTTPS_PROXY'] = 'http://proxy.example';
    process.env['NO_PROXY'] = '.example';
    expect(proxyFor('https://api.example')).toBeUndefined();
  });
});
