/** Which states the histories have reached, and how often: a simulator that reaches little finds little. */

/** What every long enough run must reach. */
const EXPECTED: readonly string[] = [
  ...[
    'AbortedError',
    'ApiError',
    'AuthenticationError',
    'ConfigurationError',
    'ConnectionError',
    'InvalidResponseError',
    'NotFoundError',
    'PermissionError',
    'RateLimitError',
    'ServerError',
    'TimeoutError',
  ].map((name) => `error: ${name}`),
  'label: not-sent',
  'label: unknown',
  'resolved at once',
  'resolved after retries',
  'resolved as a duplicate',
  'ended when its retries were used',
  'ended because the wait was too long',
  'ended because the budget was used',
  'ended while the client pauses',
  'ended for want of time',
  'run: read to its end',
  'run: left',
  'run: aborted',
  'run: source failed',
  'command: done',
  'command: interrupted',
  'command: journal',
  'command: no journal',
  'command: credentials',
  'command: service',
  'outbox: sent',
  'outbox: queued',
  'outbox: cancelled',
  'outbox: replayed',
  'outbox: taken for dead',
  'outbox: a repeat is recognised',
  'outbox: failed, refused',
  'outbox: expired, expired',
  'outbox: uncertain, refused',
  'outbox: uncertain, expired',
  'outbox: uncertain, resend-window',
  ...['sent', 'retry', 'failed', 'expired', 'uncertain', 'pause', 'stop', 'error'].map(
    (type) => `outbox event: ${type}`,
  ),
  ...[408, 425, 429, 500, 502, 503, 504, 'connection', 'timeout'].map(
    (outcome) => `attempt: ${outcome}, retried`,
  ),
  ...[200, 202, 204, 300, 301, 302, 303, 304, 307, 308, 400, 409, 499, 507, 599, 'aborted'].map(
    (outcome) => `attempt: ${outcome}`,
  ),
];

export class Coverage {
  readonly #counts = new Map<string, number>();

  reach(state: string, times = 1): void {
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + times);
  }

  /** The states that a long run must reach, and this one did not. */
  get missing(): string[] {
    return EXPECTED.filter((state) => !this.#counts.has(state));
  }

  /** By name. */
  entries(): [state: string, count: number][] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
