/** What goes out in answer to a request, and what a fault makes of it. */
import type { Fault } from '../state/faults.js';
import { refusal, type Reply } from './operations.js';
import type { SandboxResponse } from '../state/records.js';
import { type Context, type HttpBindings, RESPONSE_ALREADY_SENT } from '../vendor.js';

const DEFAULT_RETRY_AFTER = 1_000;

export type ApiContext = Context<{ Bindings: HttpBindings }>;

const retryAfterHeader = (asked: number | string): Record<string, string> => ({
  'Retry-After': typeof asked === 'string' ? asked : `${Math.ceil(asked / 1000)}`,
});

/** The answer of a fault that stands before the operation. */
export function replyOf(fault: Fault | undefined): Reply | undefined {
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

export function responseOf({ status, headers, json }: Reply, now: number): SandboxResponse {
  const body = json === undefined ? '' : JSON.stringify(json);
  const ofBody = {
    'Content-Type': 'application/json',
    'Content-Length': `${Buffer.byteLength(body)}`,
  };
  return {
    status,
    // The date by the sandbox's clock, which a test may have set.
    headers: { ...headers, ...(body && ofBody), Date: new Date(now).toUTCString() },
    body,
  };
}

/** A success with a body, to be cut in half; the API's own may have none. */
export const withBody = (reply: Reply): Reply =>
  reply.json === undefined ? { ...reply, status: 200, json: { status: 'ok', reply: {} } } : reply;

/** Sends the answer, or what a fault leaves of it. @returns what went out, if anything did */
export function send(
  context: ApiContext,
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
