/* generated using openapi-typescript-codegen -- do not edit */
/* its source is scripts/templates/encode.ts */
/* istanbul ignore file */

// An operation and its arguments as URL, headers and body. Every value is encoded; what cannot be is refused.
import type { ApiRequestOptions } from './ApiRequestOptions.js';
import type { FetchInit } from './fetch.js';
import type { OpenAPIConfig } from './OpenAPI.js';
import type { ParameterStyle } from './parameterStyles.js';
import { parameterStyles } from './parameterStyles.js';

type Styles = (typeof parameterStyles)[string];

const NO_STYLES: Styles = {};
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

const text = (value: unknown): string => {
  if (typeof value === 'string') return value;
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

const pathSegment = (name: string, value: unknown, style: ParameterStyle | undefined): string => {
  const segment = inStyle(value, style) ?? (isGiven(value) ? text(value) : '');
  // A URL parser would collapse these, escaped or not, and ask for another resource.
  if (segment === '' || segment === '.' || segment === '..') {
    throw new TypeError(`path parameter ${name}: must not be empty, "." or ".."`);
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
    return pathSegment(name, value, ownValue(styles.path, name));
  });
  const query: string[] = [];
  for (const [name, value] of Object.entries(options.query ?? {})) {
    const styled = inStyle(value, ownValue(styles.query, name));
    const pairs = styled === undefined ? queryPairs(name, value) : [[name, styled] as const];
    for (const [key, item] of pairs) {
      query.push(`${encodeURIComponent(key)}=${encodeURIComponent(item)}`);
    }
  }
  if (query.length === 0) return `${config.BASE}${path}`;
  return `${config.BASE}${path}${path.includes('?') ? '&' : '?'}${query.join('&')}`;
};

const formPairs = (formData: object, styles: Styles['formData']): [string, unknown][] => {
  const pairs: [string, unknown][] = [];
  for (const [name, value] of Object.entries(formData) as [string, unknown][]) {
    const styled = value instanceof Blob ? undefined : inStyle(value, ownValue(styles, name));
    const values: unknown[] =
      styled === undefined && Array.isArray(value) ? value : [styled ?? value];
    for (const item of values) if (isGiven(item)) pairs.push([name, item]);
  }
  return pairs;
};

/** The body as fetch takes it, with its media type; the type of a multipart body is fetch's to say. */
export const getBody = (
  options: ApiRequestOptions,
  styles: Styles,
): { body?: FetchInit['body']; type?: string } => {
  if (options.formData !== undefined) {
    const pairs = formPairs(options.formData, styles.formData);
    if (options.mediaType === 'multipart/form-data') {
      const form = new FormData();
      for (const [name, value] of pairs) {
        if (value instanceof Blob) form.append(name, value);
        else form.append(name, text(value));
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
    return { body, type: mediaType ?? 'text/plain' };
  }
  return { body: JSON.stringify(body), type: mediaType ?? 'application/json' };
};

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
    const credentials = Buffer.from(`${username}:${password}`).toString('base64');
    return { Authorization: `Basic ${credentials}` };
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
    if (isGiven(value)) own[name] = inStyle(value, ownValue(styles, name)) ?? text(value);
  }
  const cookies = Object.entries(options.cookies ?? {}).filter(([, value]) => isGiven(value));
  if (cookies.length > 0) {
    own['Cookie'] = cookies
      .map(([name, value]) => `${name}=${encodeURIComponent(text(value))}`)
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
