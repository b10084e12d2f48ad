/** One request to the API from arrival to answer: recorded, met by a fault, checked, carried out. */
import type { Clock } from '../clock.js';
import { bodyOf } from './body.js';
import type { Deadlines } from './deadlines.js';
import type { Fault, Faults } from './faults.js';
import { type Journal, wireHeaders } from './journal.js';
import type { Mailbox } from './mailbox.js';
import { operations, refusal, type Reply } from './operations.js';
import type { OperationId, SandboxResponse } from './records.js';
import type { RequestParts, RequestValidator } from './validator.js';
import { type Context, type HttpBindings, RESPONSE_ALREADY_SENT } from './vendor.js';

export const BASE_PATH = '/v2';
const DEFAULT_LATENCY = 2_000;
const DEFAULT_RETRY_AFTER = 1_000;

/** What answering a request takes. */
export interface ApiParts {
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly mailbox: Mailbox;
  readonly validator: RequestValidator;
  readonly authorized: (authorization: string | undefined) => boolean;
}

type ApiContext = Context<{ Bindings: HttpBindings }>;

const retryAfterHeader = (asked: number | string): Record<string, string> => ({
  'Retry-After': typeof asked === 'string' ? asked : `${Math.ceil(asked / 1000)}`,
});

/** The answer of a fault that stands before the operation. */
function replyOf(fault: Fault | undefined): Reply | undefined {
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

interface ApiRequest extends RequestParts {
  /** Absent when the header is empty, as the document has it. */
  readonly requestId?: string;
}

function carryOut(parts: ApiParts, request: ApiRequest, operation?: OperationId): Reply {
  if (operation === undefined) {
    return refusal(404, 'The document has no such path and method. Paths end in a slash.');
  }
  if (!parts.authorized(request.headers['authorization'])) {
    const headers = { 'WWW-Authenticate': 'Basic realm="TigerConnect sandbox"' };
    return { ...refusal(401, 'The API key or secret is missing or wrong.'), headers };
  }
  const verdict = parts.validator.validate(operation, request);
  if (verdict.reasons.length > 0) {
    return refusal(400, 'The request is not valid by the document.', verdict.reasons);
  }
  return operations[operation](parts.mailbox, { ...verdict, requestId: request.requestId });
}

function responseOf({ status, headers, json }: Reply, now: number): SandboxResponse {
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
const withBody = (reply: Reply): Reply =>
  reply.json === undefined ? { ...reply, status: 200, json: { status: 'ok', reply: {} } } : reply;

function requestOf(context: ApiContext, body: string): ApiRequest {
  const { pathname, searchParams } = new URL(context.req.url);
  const requestId = context.req.header('request-id') ?? '';
  return {
    method: context.req.method,
    path: pathname.slice(BASE_PATH.length),
    query: searchParams,
    headers: context.req.header(),
    body,
    ...(requestId !== '' && { requestId }),
  };
}

/** Sends the answer, or what a fault leaves of it. @returns what went out, if anything did */
function send(
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

export async function answerApi(parts: ApiParts, context: ApiContext): Promise<Response> {
  const { clock, deadlines, faults, journal } = parts;
  const body = await bodyOf(context.env.incoming);
  const request = requestOf(context, body ?? '');
  const operation = parts.validator.operationOf(request.method, request.path);
  const fault = faults.take(operation);
  const { requestId } = request;
  const id = journal.open({
    method: request.method,
    target: context.env.incoming.url ?? '',
    headers: wireHeaders(context.env.incoming.rawHeaders),
    body: request.body,
    ...(operation && { operation }),
    ...(requestId !== undefined && { requestId }),
    ...(fault && { fault: fault.kind }),
  });
  if (fault?.kind === 'latency') {
    const until = clock.now() + (fault.delay ?? DEFAULT_LATENCY);
    await new Promise<void>((resume) => {
      deadlines.set(`request ${id}`, until, resume);
    });
  }
  const nothingDone = fault?.kind === 'reset-before' ? { status: 0 } : replyOf(fault);
  const tooLong = body === undefined ? refusal(413, 'The body is longer than 1 MiB.') : undefined;
  const reply = nothingDone ?? tooLong ?? carryOut(parts, request, operation);
  const whole = responseOf(fault?.kind === 'half-body' ? withBody(reply) : reply, clock.now());
  const { answer, sent } = send(context, whole, fault?.kind);
  const { messageIds = [], warnings = [] } = reply;
  journal.amend(id, { messageIds, warnings, ...(sent && { response: sent }) });
  return answer;
}
