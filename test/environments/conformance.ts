/** What must be true of sends wherever they are made: bytes, counts, labels and errors, as a real server saw them. */
import { expect } from '@jest/globals';

import {
  accepted,
  type Answer,
  goneServer,
  type ReceivedRequest,
  startServer,
  type TestServer,
} from '../support/server.js';

/** One send; the first part of its path names what the server does with it. */
export interface Job {
  name: string;
  baseUrl: string;
  to: string;
  body: string;
  /** Minutes. */
  ttl?: number;
  options?: Readonly<Record<string, unknown>>;
  /** @default 'default' */
  transport?: string | undefined;
}

/** What a program says of a job: what was sent, or what `describeError` tells of an error. */
export interface Outcome {
  messageId?: string;
  requestId?: string;
  attempts?: number;
  errors?: string[];
  name?: string;
  code?: string;
  delivery?: string;
  message?: string;
  status?: number;
}
export type Outcomes = Record<string, Outcome>;

const TEXT = 'Bed 12: potassium 6.8 – é & = % +';
const ANSWERS: Record<string, Answer> = {
  stall: 'stall',
  reset: 'reset',
  unauthorized: { status: 401 },
};

type Request = Pick<ReceivedRequest, 'method' | 'url' | 'headers' | 'body'>;

export interface Conformance {
  jobs: Job[];
  /** What arrived so far. */
  requests: Request[];
}

/** The jobs that show what holds, for a server whose address is a base. */
export function conformanceJobs(base: string, refusing: string, transport?: string): Job[] {
  const job = (name: string, rest: Partial<Job> = {}): Job => ({
    name,
    baseUrl: `${base}/${name}/v2`,
    to: 'nurse@ward.example',
    body: TEXT,
    transport,
    ...rest,
  });
  const once = { maxRetries: 0 };
  return [
    job('email'),
    job('phone', { to: '+14155550123' }),
    job('stall', { options: { ...once, timeout: 500 } }),
    job('reset', { options: once }),
    job('reset-once'),
    job('refused', { baseUrl: `${refusing}/refused/v2`, options: once }),
    job('unauthorized'),
    job('bad-address', { to: 'no address' }),
  ];
}

/** Answers each job by its name. */
export async function conformanceServer(options: { tls?: boolean } = {}): Promise<TestServer> {
  const seen = new Set<string>();
  return startServer(({ url }) => {
    const name = nameOf(url);
    const first = !seen.has(name);
    seen.add(name);
    if (name === 'reset-once' && first) return 'reset';
    return ANSWERS[name] ?? accepted(`token of ${name}`);
  }, options);
}

/** A server, and the jobs for it. */
export async function conformance(transport?: string): Promise<Conformance> {
  const [server, gone] = await Promise.all([conformanceServer(), goneServer()]);
  return { jobs: conformanceJobs(server.url, gone.url, transport), requests: server.requests };
}

const nameOf = (url: string): string => url.split('/')[1] ?? '';

/** The requests of a job. */
export const requestsOf = ({ requests }: Conformance, name: string): Request[] =>
  requests.filter(({ url }) => nameOf(url) === name);

/**
 * @param refused what a refused connection may be called: `unknown` is no falsehood where the stack is not ours
 */
export function expectConformance(
  conditions: Conformance,
  outcomes: Outcomes,
  { refused = ['not-sent'] }: { refused?: string[] } = {},
): void {
  const { jobs } = conditions;
  const counts = jobs.map(({ name }) => [name, requestsOf(conditions, name).length]);
  expect({ outcomes, counts: Object.fromEntries(counts) as unknown }).toMatchObject({
    outcomes: {
      email: { messageId: 'token of email', attempts: 1 },
      phone: { messageId: 'token of phone', attempts: 1 },
      stall: { code: 'timeout', delivery: 'unknown', attempts: 1, name: 'TimeoutError' },
      reset: { code: 'connection', delivery: 'unknown', attempts: 1, name: 'ConnectionError' },
      'reset-once': { messageId: 'token of reset-once', attempts: 2 },
      refused: { code: 'connection', delivery: expect.stringMatching(refused.join('|')) },
      unauthorized: { code: 'authentication', delivery: 'not-sent', attempts: 1, status: 401 },
      'bad-address': { code: 'invalid_address', delivery: 'not-sent', attempts: 0 },
    },
    counts: {
      email: 1,
      phone: 1,
      stall: 1,
      reset: 1,
      'reset-once': 2,
      unauthorized: 1,
      'bad-address': 0,
    },
  });
  expect(Object.values(outcomes).map(({ errors }) => errors)).toEqual([
    undefined,
    undefined,
    ['TigerConnectError', 'TimeoutError'],
    ['ConnectionError', 'TigerConnectError'],
    undefined,
    ['ConnectionError', 'TigerConnectError'],
    ['ApiError', 'AuthenticationError', 'TigerConnectError'],
    ['InvalidAddressError', 'InvalidArgumentError', 'TigerConnectError'],
  ]);
  for (const { name, to } of jobs) {
    for (const request of requestsOf(conditions, name)) {
      expect(request).toMatchObject({
        method: 'POST',
        url: `/${name}/v2/message/?recipient=${encodeURIComponent(to)}`,
        body: `body=${encodeURIComponent(TEXT).replaceAll('%20', '+')}`,
      });
      expect(request.headers).toMatchObject({
        'content-type': 'application/x-www-form-urlencoded',
        'request-id': outcomes[name]?.requestId,
      });
    }
  }
}

/** All is as it must be, or the transport says that this is no place for it, and nothing went out. */
export function expectConformanceOrRefusal(
  conditions: Conformance,
  outcomes: Outcomes,
  labels: { refused?: string[] },
): void {
  if (outcomes['email']?.code !== 'configuration') {
    expectConformance(conditions, outcomes, labels);
    return;
  }
  expect(conditions.requests).toEqual([]);
  for (const outcome of Object.values(outcomes)) {
    expect(outcome).toMatchObject({ errors: ['ConfigurationError', 'TigerConnectError'] });
    expect(outcome.message).toMatch(/fetch/);
  }
}
