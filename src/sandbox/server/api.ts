/** Answers one request to the API: logs it, applies a fault, checks it and runs its operation. */
import type { Clock } from '../../clock.js';
import type { Deadlines } from '../state/deadlines.js';
import type { Faults } from '../state/faults.js';
import type { Mailbox } from '../state/mailbox.js';
import type { OperationId } from '../state/records.js';
import { type RequestLog, wireHeaders } from '../state/request-log.js';
import { readBasicCredentials } from '../vendor.js';
import { faultReply, send, toResponse, withBody } from './answer.js';
import { OPERATIONS, refusal, type Reply } from './operations.js';
import { type ApiRequest, readBody, type ServerContext, toApiRequest } from './request.js';
import type { RequestValidator } from './validator.js';

export const BASE_PATH = '/v2';
const DEFAULT_LATENCY = 2_000;

/** What it takes to answer a request. */
export interface ApiParts {
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly faults: Faults;
  readonly requestLog: RequestLog;
  readonly mailbox: Mailbox;
  readonly validator: RequestValidator;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** A refusal, or what the operation replies; synchronous, so that parallel attempts are one after another. */
function handle(
  { apiKey, apiSecret, mailbox, validator }: ApiParts,
  context: ServerContext,
  request: ApiRequest,
  operation?: OperationId,
): Reply {
  if (operation === undefined) {
    return refusal(404, 'The document has no such path and method. Paths end in a slash.');
  }
  // Not hono's `basicAuth`, which answers before a fault could: but it is hono that reads the header.
  const credentials = readBasicCredentials(context.req.raw);
  if (credentials?.username !== apiKey || credentials.password !== apiSecret) {
    const headers = { 'WWW-Authenticate': 'Basic realm="TigerConnect sandbox"' };
    return { ...refusal(401, 'The API key or secret is missing or wrong.'), headers };
  }
  const result = validator.validate(operation, request);
  if (result.reasons.length > 0) {
    return refusal(400, 'The request is not valid by the document.', result.reasons);
  }
  const run = OPERATIONS[operation];
  if (run === undefined) return refusal(501, 'The sandbox does not know this operation.');
  return run(mailbox, { ...result, requestId: request.requestId });
}

export async function answerApi(parts: ApiParts, context: ServerContext): Promise<Response> {
  const { clock, deadlines, faults, requestLog } = parts;
  const { incoming } = context.env;
  const body = await readBody(incoming);
  const request = toApiRequest(context, BASE_PATH, body ?? '');
  const operation = parts.validator.findOperation(request.method, request.path);
  const fault = faults.take(operation);
  const { requestId } = request;
  const id = requestLog.add({
    method: request.method,
    target: incoming.url ?? '',
    headers: wireHeaders(incoming.rawHeaders),
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
  const tooLong = body === undefined ? refusal(413, 'The body is longer than 1 MiB.') : undefined;
  const reply = faultReply(fault) ?? tooLong ?? handle(parts, context, request, operation);
  const whole = toResponse(fault?.kind === 'half-body' ? withBody(reply) : reply, clock.now());
  const { answer, sent } = send(context, whole, fault?.kind);
  const { recipient, messageIds = [], warnings = [] } = reply;
  requestLog.update(id, {
    ...(recipient !== undefined && { recipient }),
    messageIds,
    warnings,
    ...(sent && { response: sent }),
  });
  return answer;
}
