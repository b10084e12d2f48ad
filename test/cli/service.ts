/** A service that delivers each request id once, as TigerConnect does, and records what it delivered. */
import {
  type Answer,
  type ReceivedRequest,
  startServer,
  type TestServer,
} from '../support/server.js';

export interface Delivered {
  requestId: string;
  recipient: string;
  body: string;
}

export interface Service extends TestServer {
  /** In the order in which they were accepted; each was shown to its recipient. */
  delivered: Delivered[];
  /** Requests that repeated an accepted request id. */
  repeated: number;
}

/**
 * @param fail an answer in place of the usual one; the request is then not accepted
 * @param lose whether the answer is lost: the request is accepted, and its connection closed
 */
export async function startService(
  fail: (request: ReceivedRequest, index: number) => Answer | undefined = () => undefined,
  lose: () => boolean = () => false,
): Promise<Service> {
  const tokens = new Map<string, string>();
  const server = await startServer((request, index) => {
    const failure = fail(request, index);
    if (failure !== undefined) return failure;
    const requestId = String(request.headers['request-id']);
    const known = tokens.get(requestId);
    if (known !== undefined) service.repeated += 1;
    else {
      const form = new URLSearchParams(request.body);
      const recipient = request.query.get('recipient') ?? '';
      service.delivered.push({ requestId, recipient, body: form.get('body') ?? '' });
      tokens.set(requestId, `token-${tokens.size + 1}`);
    }
    if (lose()) return 'reset';
    const headers = { 'TT-X-Message-Id': tokens.get(requestId) ?? '' };
    return { status: known === undefined ? 200 : 304, headers };
  });
  const service: Service = Object.assign(server, { delivered: [], repeated: 0 });
  return service;
}
