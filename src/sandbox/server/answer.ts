/** Sends the answer to a request, and what a fault makes of it. */
import type { Fault } from '../state/fault.js';
import type { SandboxResponse } from '../state/records.js';
import { RESPONSE_ALREADY_SENT } from '../vendor.js';
import { OK, refusal, type Reply } from './reply.js';
import type { ServerContext } from './request.js';

const DEFAULT_RETRY_AFTER = 1_000;

const retryAfterHeader = (value: number | string): Record<string, string> => ({
  'Retry-After': typeof value === 'string' ? value : `${Math.ceil(value / 1000)}`,
});

/** The reply of a fault that replaces the operation; undefined when the operation runs. */
export function faultReply(fault: Fault | undefined): Reply | undefined {
  if (fault?.kind === 'reset-before') return { status: 0 };
  if (fault?.kind === 'rate-limit') {
    const { retryAfter = DEFAULT_RETRY_AFTER } = fault;
    return { ...refusal(429, 'Too many requests.'), headers: retryAfterHeader(retryAfter) };
  }
  if (fault?.kind === 'server-error') {
    const { status = 503, retryAfter } = fault;
    const headers = retryAfter === undefined ? {} : retryAfterHeader(retryAfter);
    return { ...refusal(status, 'The service failed.'), headers };
  }
  return undefined;
}

export function toResponse({ status, headers, body }: Reply, now: number): SandboxResponse {
  const bodyHeaders = body && {
    'Content-Type': body.type,
    'Content-Length': `${Buffer.byteLength(body.text)}`,
  };
  return {
    status,
    // The date by the sandbox's clock, which a test may have set.
    headers: { ...headers, ...bodyHeaders, Date: new Date(now).toUTCString() },
    body: body?.text ?? '',
  };
}

/** A success with a body to cut in half; a success of the API may have none. */
export const withBody = (reply: Reply): Reply =>
  reply.body === undefined ? { ...reply, ...OK } : reply;

/** Sends the answer, or the part of it that a fault lets through. @returns what was sent, if anything */
export function send(
  context: ServerContext,
  response: SandboxResponse,
  fault: Fault['kind'] | undefined,
): { answer: Response; sent?: SandboxResponse } {
  const { incoming, outgoing } = context.env;
  switch (fault) {
    case 'no-answer':
      return { answer: RESPONSE_ALREADY_SENT };
    case 'reset-before':
    case 'reset-after':
      incoming.socket.resetAndDestroy();
      return { answer: RESPONSE_ALREADY_SENT };
    case 'half-body': {
      const body = response.body.slice(0, Math.ceil(response.body.length / 2));
      outgoing.writeHead(response.status, response.headers);
      outgoing.write(body, () => outgoing.destroy());
      return { answer: RESPONSE_ALREADY_SENT, sent: { ...response, body } };
    }
    default: {
      const { status, headers, body } = response;
      return { answer: new Response(body || null, { status, headers }), sent: response };
    }
  }
}
