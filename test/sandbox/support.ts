/** A sandbox for one test, with the time in the test's hand and a client of it. */
import { afterEach } from '@jest/globals';

import { TigerConnect, type TigerConnectOptions } from '../../src/index.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';
import { TestClock } from '../support/clock.js';

export const NURSE = 'nurse@ward.example';
export const MINUTE = 60_000;

const open = new Set<() => Promise<void>>();

afterEach(async () => {
  await Promise.all([...open].map((close) => close()));
  open.clear();
});

export interface Ward {
  sandbox: Sandbox;
  /** The sandbox's; the client keeps its own. */
  clock: TestClock;
  messages: TigerConnect['messages'];
}

/** Retries wait for nothing: their jitter is 0. */
export function clientOf(sandbox: Sandbox, options: TigerConnectOptions = {}): TigerConnect {
  const { url: baseUrl, apiKey, apiSecret } = sandbox;
  const client = new TigerConnect({ baseUrl, apiKey, apiSecret, random: () => 0, ...options });
  open.add(() => {
    client.close();
    return Promise.resolve();
  });
  return client;
}

/** Closes a sandbox when the test is over. */
export function closeAfterwards(sandbox: Sandbox): Sandbox {
  open.add(sandbox.close);
  return sandbox;
}

export async function openWard(options: SandboxOptions = {}): Promise<Ward> {
  const clock = new TestClock();
  const sandbox = closeAfterwards(await startSandbox({ clock, ...options }));
  return { sandbox, clock, messages: clientOf(sandbox).messages };
}

export const authorization = ({ apiKey, apiSecret }: Sandbox): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`,
});

/** A request by hand, with credentials. */
export function ask(sandbox: Sandbox, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...authorization(sandbox), ...(init.headers as Record<string, string>) };
  return fetch(`${sandbox.url}${path}`, { ...init, headers });
}

/** The only one there is. */
export function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined || list.length > 1) throw new Error(`${list.length} in place of one`);
  return first;
}
