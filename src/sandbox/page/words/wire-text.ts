/** A request and its answer as they were on the wire, and the same request as a curl command. Pure. */
import type { SandboxRequest } from '../../state/records.js';

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export const statusLine = (status: number): string =>
  `${status} ${REASONS[status] ?? ''}`.trimEnd();

/** Why there is no answer to show. */
export function describeSilence({ fault }: SandboxRequest): string {
  switch (fault) {
    case 'reset-before':
      return 'The connection was reset before the request was handled. No answer went out.';
    case 'reset-after':
      return 'The request was handled, then the connection was reset. No answer went out.';
    case 'no-answer':
      return 'The request was handled. No answer went out, and the connection stays open.';
    default:
      return 'Not answered yet.';
  }
}

export function formatRequest({ method, target, headers, body }: SandboxRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
  return `${method} ${target} HTTP/1.1\n${lines.join('')}\n${body}`.trimEnd();
}

/** For a POSIX shell. */
const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Headers that curl sets by itself, or that belong to one connection. */
const CURL_SETS =
  /^(?:accept(?:-encoding)?|authorization|connection|content-length|host|transfer-encoding|user-agent)$/i;

/** @param url the base URL of the API, for its origin */
export function formatCurl({ method, target, headers, body }: SandboxRequest, url: string): string {
  const parts = [
    'curl -i -u "$TIGERCONNECT_API_KEY:$TIGERCONNECT_API_SECRET"',
    ...(method === 'GET' || (method === 'POST' && body !== '') ? [] : [`-X ${method}`]),
    ...Object.entries(headers)
      .filter(([name]) => !CURL_SETS.test(name))
      .map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === '' ? [] : [`--data-raw ${quote(body)}`]),
    quote(new URL(url).origin + target),
  ];
  return parts.join(' ');
}
