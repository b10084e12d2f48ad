/** Times, states and requests as text. Pure. */
import type { SandboxMessage, SandboxRequest } from '../state/records.js';

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const SHORT_CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** With seconds. */
export const formatTime = (ms: number): string => CLOCK.format(ms);

export const formatShortTime = (ms: number): string => SHORT_CLOCK.format(ms);

/** The time left: `0:09`, `4:59`, `2:00:00`, `3 d`. */
export function countdown(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  const days = Math.floor(seconds / 86_400);
  if (days > 1) return `${days} d`;
  const pad = (value: number): string => `${value}`.padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${pad(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(seconds % 60)}`;
}

export const STATE_WORDS = { sent: 'Sent', delivered: 'Delivered', read: 'Read' } as const;

/** @returns undefined when the message is not removed */
export function describeRemoval({ removed }: SandboxMessage): string | undefined {
  if (removed === 'expired') return 'Expired: the text is gone';
  return removed === 'read' ? 'Deleted once it was read' : undefined;
}

function formatHeaders(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

export const formatRequest = ({ method, target, headers, body }: SandboxRequest): string =>
  `${method} ${target} HTTP/1.1\n${formatHeaders(headers)}\n${body}`.trimEnd();

/** The fields of a request's query and form, decoded. */
export function decodeFields({ target, body, headers }: SandboxRequest): [string, string][] {
  const type = Object.entries(headers).find(([name]) => /^content-type$/i.test(name))?.[1] ?? '';
  const form = /^application\/x-www-form-urlencoded\b/i.test(type) ? body : '';
  const query = target.split('?').slice(1).join('?');
  return [query, form].flatMap((pairs) => [...new URLSearchParams(pairs)]);
}

/** How a request ended, in a word or two, and whether it went well. */
export function summariseOutcome({ response, fault }: SandboxRequest): {
  text: string;
  ok: boolean;
} {
  if (fault?.startsWith('reset')) return { text: 'reset', ok: false };
  if (fault === 'no-answer') return { text: 'no answer', ok: false };
  if (response === undefined) return { text: '…', ok: true };
  const { status } = response;
  if (fault === 'half-body') return { text: `${status}, cut off`, ok: false };
  return { text: `${status}`, ok: status < 400 };
}

export function formatResponse({ response, fault }: SandboxRequest): string {
  if (response === undefined) {
    if (fault === 'reset-before') return 'Connection reset before the request was handled.';
    if (fault === 'reset-after') return 'Handled; then the connection was reset.';
    return fault === 'no-answer' ? 'Handled; no answer was sent.' : 'Not answered yet.';
  }
  const { status, headers, body } = response;
  const head = `HTTP/1.1 ${status} ${REASONS[status] ?? ''}`.trimEnd();
  const cut = fault === 'half-body' ? '\n(here the connection was closed)' : '';
  return `${head}\n${formatHeaders(headers)}\n${body}`.trimEnd() + cut;
}

/** The environment of a client of this sandbox. */
export const formatSettings = (url: string): string =>
  [
    `TIGERCONNECT_BASE_URL=${url}`,
    'TIGERCONNECT_API_KEY=sandbox-key',
    'TIGERCONNECT_API_SECRET=sandbox-secret',
  ].join('\n');
