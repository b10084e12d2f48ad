/** Answers one request to the API: logs it, applies a fault, checks it and runs its operation. */
import type { Clock } from '../../clock.js';
import type { Deadlines } from '../state/deadlines.js';
import type { Faults } from '../state/faults.js';
import type { Mailbox } from '../state/mailbox.js';
import { type RequestLog, wireHeaders } from '../state/request-log.js';
import { readBasicCredentials } from '../vendor.js';
import { faultReply, send, toResponse, withBody } from './answer.js';
import type { Route } from './operation.js';
import { remarkEncoding } from './encoding.js';
import { MESSAGE_FORMAT } from './known-clients.js';
import { findBehaviour } from './operations.js';
import { Remarks } from './remarks.js';
import { refusal, type Reply } from './reply.js';
import { type ApiRequest, readBody, type ServerContext, toApiRequest } from './request.js';
import type { Router } from './router.js';
import type { Sampler } from './sample.js';
import type { RequestValidator } from './validator.js';

const DEFAULT_LATENCY = 2_000;

/** What it takes to answer a request. */
export interface ApiParts {
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly faults: Faults;
  readonly requestLog: RequestLog;
  readonly mailbox: Mailbox;
  readonly router: Router;
  readonly validator: RequestValidator;
  readonly sampler: Sampler;
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Whether what the document does not say is refused. */
  readonly strict: boolean;
}

/** A refusal, or what the operation replies; synchronous, so that parallel attempts are one after another. */
function handle(
  parts: ApiParts,
  context: ServerContext,
  request: ApiRequest,
  route: Route | undefined,
  remarks: Remarks,
): Reply {
  const { apiKey, apiSecret, mailbox, router, validator, sampler } = parts;
  if (route === undefined) return router.refuse(request, remarks);
  const { operation } = route;
  // Not hono's `basicAuth`, which answers before a fault could: but it is hono that reads the header.
  const credentials = readBasicCredentials(context.req.raw);
  const known = credentials?.username === apiKey && credentials.password === apiSecret;
  if (!known && !operation.open) {
    const headers = { 'WWW-Authenticate': 'Basic realm="TigerConnect sandbox"' };
    return { ...refusal(401, 'The API key or secret is missing or wrong.'), headers };
  }
  const search = context.env.incoming.url?.split('?')[1] ?? '';
  const unreadable = remarkEncoding(request, search, remarks);
  if (unreadable !== undefined) return unreadable;
  const result = validator.validate(route, request, remarks);
  const reasons = [...result.reasons, ...remarks.reasons];
  if (result.reasons.length > 0) {
    return refusal(400, 'The request is not valid by the document.', reasons);
  }
  const refused = remarks.refuse();
  if (refused !== undefined) return refused;
  const behave = findBehaviour(operation);
  if (behave === undefined) return sampler.answer(operation);
  const { requestId, query } = request;
  const wantsMessage = query.get(MESSAGE_FORMAT) === 'message';
  return behave(mailbox, { ...result, requestId, wantsMessage }, remarks);
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
  const request = toApiRequest(context, body ?? Buffer.alloc(0));
  const remarks = new Remarks(parts.strict);
  const route = parts.router.find(request, remarks);
  const operation = route?.operation.id;
  const fault = faults.take(operation);
  const { requestId } = request;
  const id = requestLog.add({
    method: request.method,
    target: incoming.url ?? '',
    headers: wireHeaders(incoming.rawHeaders),
    body: body?.toString() ?? '',
    ...(route && { operation: route.operation.id, pathTemplate: route.operation.path }),
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
  const reply =
    faultReply(fault) ?? tooLong ?? handleSafely(parts, context, request, route, remarks);
  const whole = toResponse(fault?.kind === 'half-body' ? withBody(reply) : reply, clock.now());
  const { answer, sent } = send(context, whole, fault?.kind);
  const { recipient, messageIds = [] } = reply;
  requestLog.update(id, {
    ...(recipient !== undefined && { recipient }),
    messageIds,
    warnings: remarks.warnings,
    ...(sent && { response: sent }),
  });
  return answer;
}
