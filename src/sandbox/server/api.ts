/** One request to the API from arrival to answer: recorded, met by a fault, checked, carried out. */
import type { Clock } from '../../clock.js';
import { type ApiContext, replyOf, responseOf, send, withBody } from './answer.js';
import { bodyOf } from './body.js';
import type { Deadlines } from '../state/deadlines.js';
import type { Faults } from '../state/faults.js';
import { type Journal, wireHeaders } from '../state/journal.js';
import type { Mailbox } from '../state/mailbox.js';
import { operations, refusal, type Reply } from './operations.js';
import type { OperationId } from '../state/records.js';
import type { RequestParts, RequestValidator } from './validator.js';

export const BASE_PATH = '/v2';
const DEFAULT_LATENCY = 2_000;

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
