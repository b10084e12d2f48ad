/* generated using openapi-typescript-codegen -- do not edit */
/* its source is scripts/templates/encode.ts */
/* istanbul ignore file */

// An operation and its arguments as URL, headers and body. Every value is encoded; what cannot be is refused.
import type { ApiRequestOptions } from './ApiRequestOptions.js';
import { ArgumentError, argumentName, encodeArgument } from './argument.js';
import type { FetchInit } from './fetch.js';
import type { OpenAPIConfig } from './OpenAPI.js';
import type { ParameterStyle } from './parameterStyles.js';
import { parameterStyles } from './parameterStyles.js';

type Styles = (typeof parameterStyles)[string];

const NO_STYLES: Styles = {};
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const SEPARATORS = { csv: ',', ssv: ' ', tsv: '\t', pipes: '|' } as const;

const isGiven = (value: unknown): value is string | number | boolean | object =>
  value !== undefined && value !== null;

/** What stands under a name, and not what every object has, such as `toString`. */
const ownValue = <T>(
  record: Readonly<Record<string, T>> | undefined,
  name: string,
): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;

/** How the lists and objects of an operation travel, where it is not by repeating the key. */
export const operationStyles = (options: ApiRequestOptions): Styles =>
  parameterStyles[`${options.method} ${options.url}`] ?? NO_STYLES;

/** Half of a surrogate pair: no encoding can carry it, and it would arrive as another character. */
const LONE_SURROGATE = /\p{Surrogate}/u;

const text = (value: unknown): string => {
  if (typeof value === 'string') {
    if (LONE_SURROGATE.test(value)) throw new URIError('ill-formed Unicode');
    return value;
  }
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : `${value as number | boolean}`;
};

/** One string for a list or object whose style says so; undefined when the key repeats instead. */
const inStyle = (value: unknown, style: ParameterStyle | undefined): string | undefined => {
  if (style === undefined || typeof value !== 'object' || value === null) return undefined;
  if (style === 'json') return JSON.stringify(value);
  if (value instanceof Date) return undefined;
  const parts: unknown[] = Array.isArray(value) ? value : Object.entries(value).flat();
  return parts.map(text).join(SEPARATORS[style]);
};

const pathSegment = (
  options: ApiRequestOptions,
  name: string,
  value: unknown,
  style: ParameterStyle | undefined,
): string => {
  const segment = inStyle(value, style) ?? (isGiven(value) ? text(value) : '');
  // A URL parser would collapse these, escaped or not, and ask for another resource.
  if (segment === '' || segment === '.' || segment === '..') {
    const problem = 'must not be empty, "." or "..": it is a part of the path';
    throw new ArgumentError(argumentName(options, 'path', name), problem);
  }
  return encodeURIComponent(segment);
};

const queryPairs = (name: string, value: unknown): [string, string][] => {
  if (!isGiven(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item) => queryPairs(name, item));
  if (typeof value === 'object' && !(value instanceof Date)) {
    return Object.entries(value).flatMap(([key, item]) => queryPairs(`${name}[${key}]`, item));
  }
  return [[name, text(value)]];
};

export const getUrl = (
  config: OpenAPIConfig,
  options: ApiRequestOptions,
  styles: Styles,
): string => {
  const path = options.url.replace(/{(.*?)}/g, (_, name: string) => {
    const value = ownValue(options.path, name);
    return encodeArgument(options, 'path', name, () =>
      pathSegment(options, name, value, ownValue(styles.path, name)),
    );
  });
  const query: string[] = [];
  for (const [name, value] of Object.entries(options.query ?? {})) {
    encodeArgument(options, 'query', name, () => {
      const styled = inStyle(value, ownValue(styles.query, name));
      const pairs = styled === undefined ? queryPairs(name, value) : [[name, styled] as const];
      for (const [key, item] of pairs) {
        query.push(`${encodeURIComponent(key)}=${encodeURIComponent(item)}`);
      }
    });
  }
  if (query.length === 0) return `${config.BASE}${path}`;
  return `${config.BASE}${path}${path.includes('?') ? '&' : '?'}${query.join('&')}`;
};

const formPairs = (
  options: ApiRequestOptions,
  styles: Styles['formData'],
): [string, string | Blob][] => {
  const pairs: [string, string | Blob][] = [];
  for (const [name, value] of Object.entries(options.formData ?? {})) {
    encodeArgument(options, 'formData', name, () => {
      const styled = value instanceof Blob ? undefined : inStyle(value, ownValue(styles, name));
      const values: unknown[] =
        styled === undefined && Array.isArray(value) ? value : [styled ?? value];
      for (const item of values) {
        if (isGiven(item)) pairs.push([text(name), item instanceof Blob ? item : text(item)]);
      }
    });
  }
  return pairs;
};

/** The body as fetch takes it, with its media type; the type of a multipart body is fetch's to say. */
export const getBody = (
  options: ApiRequestOptions,
  styles: Styles,
): { body?: FetchInit['body']; type?: string } => {
  if (options.formData !== undefined) {
    const pairs = formPairs(options, styles.formData);
    if (options.mediaType === 'multipart/form-data') {
      const form = new FormData();
      for (const [name, value] of pairs) {
        if (value instanceof Blob) form.append(name, value);
        else form.append(name, value);
      }
      return { body: form };
    }
    const form = new URLSearchParams();
    for (const [name, value] of pairs) form.append(name, text(value));
    return { body: form.toString(), type: 'application/x-www-form-urlencoded' };
  }
  const { body, mediaType } = options;
  if (body === undefined) return {};
  if (body instanceof Blob || body instanceof Uint8Array) {
    // A copy: under the `dom` library a Blob takes no bytes that might be shared between threads.
    const blob = body instanceof Blob ? body : new Blob([body.slice()]);
    return { body: blob, type: mediaType ?? 'application/octet-stream' };
  }
  if (typeof body === 'string' && !mediaType?.includes('json')) {
    const plain = encodeArgument(options, 'body', '', () => text(body));
    return { body: plain, type: mediaType ?? 'text/plain' };
  }
  const json = encodeArgument(options, 'body', '', () => {
    const encoded = JSON.stringify(body) as string | undefined;
    if (encoded === undefined) throw new TypeError('no JSON');
    return encoded;
  });
  return { body: json, type: mediaType ?? 'application/json' };
};

/** A user's name and secret as headers have them (RFC 7617). */
export const basicCredentials = (user: string, secret: string): string =>
  `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;

type Resolvable<T> = T | ((options: ApiRequestOptions) => Promise<T>) | undefined;

const resolve = async <T>(
  options: ApiRequestOptions,
  value: Resolvable<T>,
): Promise<T | undefined> =>
  typeof value === 'function'
    ? (value as (options: ApiRequestOptions) => Promise<T>)(options)
    : value;

const getAuthorization = async (
  config: OpenAPIConfig,
  options: ApiRequestOptions,
): Promise<Record<string, string>> => {
  const [token, username, password] = await Promise.all([
    resolve(options, config.TOKEN),
    resolve(options, config.USERNAME),
    resolve(options, config.PASSWORD),
  ]);
  if (username !== undefined && password !== undefined) {
    return { Authorization: basicCredentials(username, password) };
  }
  return token === undefined ? {} : { Authorization: `Bearer ${token}` };
};

/** Of headers whose names differ in nothing but case, the last. */
const merge = (
  ...given: (Readonly<Record<string, string>> | undefined)[]
): Record<string, string> => {
  const byName = new Map<string, [name: string, value: string]>();
  for (const pair of given.flatMap((headers) => Object.entries(headers ?? {}))) {
    byName.set(pair[0].toLowerCase(), pair);
  }
  return Object.fromEntries(byName.values());
};

export const getHeaders = async (
  config: OpenAPIConfig,
  options: ApiRequestOptions,
  extra: Readonly<Record<string, string>> | undefined,
  type: string | undefined,
  styles: Styles['headers'],
): Promise<Record<string, string>> => {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (!isGiven(value)) continue;
    own[name] = encodeArgument(options, 'headers', name, () => {
      const encoded = inStyle(value, ownValue(styles, name)) ?? text(value);
      if (HEADER_VALUE.test(encoded)) return encoded;
      const problem = 'must be printable Latin-1 characters: it is a header';
      throw new ArgumentError(argumentName(options, 'headers', name), problem);
    });
  }
  const cookies = Object.entries(options.cookies ?? {}).filter(([, value]) => isGiven(value));
  if (cookies.length > 0) {
    own['Cookie'] = cookies
      .map(([name, value]) =>
        encodeArgument(
          options,
          'cookies',
          name,
          () => `${name}=${encodeURIComponent(text(value))}`,
        ),
      )
      .join('; ');
  }
  if (type !== undefined) own['Content-Type'] = type;
  const authorized = config.TOKEN !== undefined || config.USERNAME !== undefined;
  return merge(
    { Accept: 'application/json' },
    config.HEADERS === undefined ? undefined : await resolve(options, config.HEADERS),
    authorized ? await getAuthorization(config, options) : undefined,
    extra,
    own,
  );
};
