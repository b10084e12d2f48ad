/** Answers one request to the API: logs it, applies a fault, checks it and runs its operation. */
import type { Clock } from '../../clock.js';
import type { Deadlines } from '../state/deadlines.js';
import type { Faults } from '../state/faults.js';
import type { Mailbox } from '../state/mailbox.js';
import { type RequestLog, wireHeaders } from '../state/request-log.js';
import { readBasicCredentials } from '../vendor.js';
import { faultReply, send, toResponse, withBody } from './answer.js';
import type { ApiDocument, Route } from './document.js';
import { findBehaviour } from './operations.js';
import { refusal, type Reply } from './reply.js';
import { type ApiRequest, readBody, type ServerContext, toApiRequest } from './request.js';
import type { Sampler } from './sample.js';
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
  readonly document: ApiDocument;
  readonly validator: RequestValidator;
  readonly sampler: Sampler;
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** The refusal of a request that the document has no operation for. */
function refuseRoute({ document }: ApiParts, { method, path }: ApiRequest): Reply {
  const methods = document.methodsAt(path);
  if (methods.length === 0) {
    return refusal(404, 'The document has no such path. Paths end in a slash.');
  }
  const allowed = methods.join(', ');
  const message = `The document has this path with ${allowed} only, not with ${method}.`;
  return { ...refusal(405, message), headers: { Allow: allowed } };
}

/** A refusal, or what the operation replies; synchronous, so that parallel attempts are one after another. */
function handle(
  parts: ApiParts,
  context: ServerContext,
  request: ApiRequest,
  route: Route | undefined,
): Reply {
  const { apiKey, apiSecret, mailbox, validator, sampler } = parts;
  if (route === undefined) return refuseRoute(parts, request);
  const { operation } = route;
  // Not hono's `basicAuth`, which answers before a fault could: but it is hono that reads the header.
  const credentials = readBasicCredentials(context.req.raw);
  const known = credentials?.username === apiKey && credentials.password === apiSecret;
  if (!known && !operation.open) {
    const headers = { 'WWW-Authenticate': 'Basic realm="TigerConnect sandbox"' };
    return { ...refusal(401, 'The API key or secret is missing or wrong.'), headers };
  }
  const result = validator.validate(route, request);
  if (result.reasons.length > 0) {
    return refusal(400, 'The request is not valid by the document.', result.reasons);
  }
  const behave = findBehaviour(operation);
  if (behave === undefined) return sampler.answer(operation);
  return behave(mailbox, { ...result, requestId: request.requestId });
}

/** A mistake of the sandbox, or of the document, is an answer too: whoever asks must not wait. */
function handleSafely(...parts: Parameters<typeof handle>): Reply {
  try {
    return handle(...parts);
  } catch (error) {
    return refusal(
      500,
      `The sandbox failed: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
}

export async function answerApi(parts: ApiParts, context: ServerContext): Promise<Response> {
  const { clock, deadlines, faults, requestLog } = parts;
  const { incoming } = context.env;
  const body = await readBody(incoming);
  const request = toApiRequest(context, BASE_PATH, body ?? Buffer.alloc(0));
  const route = parts.document.find(request.method, request.path);
  const operation = route?.operation.id;
  const fault = faults.take(operation);
  const { requestId } = request;
  const id = requestLog.add({
    method: request.method,
    target: incoming.url ?? '',
    headers: wireHeaders(incoming.rawHeaders),
    body: body?.toString() ?? '',
    ...(operation !== undefined && { operation }),
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
  const reply = faultReply(fault) ?? tooLong ?? handleSafely(parts, context, request, route);
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
