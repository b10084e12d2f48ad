/** The proxy that the environment names: `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY` and their lower-case forms. */
import { getProxyForUrl } from 'proxy-from-env';

import { basicCredentials } from '../../generated/core/encode.js';
import { ConfigurationError } from '../errors.js';

/** A proxy, and what it is told of its user. */
export interface Proxy {
  readonly hostname: string;
  readonly port: number;
  /** Whether it is spoken to over TLS. */
  readonly secure: boolean;
  /** The value of `Proxy-Authorization`. */
  readonly authorization: string | undefined;
}

const wrong = (message: string): ConfigurationError =>
  new ConfigurationError(
    'HTTPS_PROXY',
    `${message}, for example http://user:secret@proxy.example:3128`,
  );

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw wrong('its user name and password must be percent-encoded (% itself as %25)');
  }
}

/**
 * @param url of the server to be reached
 * @returns undefined where it is reached directly
 * @throws ConfigurationError when what the environment says is not the URL of a proxy
 */
export function proxyFor(url: string): Proxy | undefined {
  const given = getProxyForUrl(url);
  if (given === '') return undefined;
  if (!URL.canParse(given)) throw wrong('must be a URL');
  const { protocol, hostname, port, username, password } = new URL(given);
  if (protocol !== 'http:' && protocol !== 'https:') throw wrong('must be an http or https URL');
  const secure = protocol === 'https:';
  const [user, secret] = [decode(username), decode(password)];
  return {
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 443 : 80),
    secure,
    authorization: user + secret === '' ? undefined : basicCredentials(user, secret),
  };
}
