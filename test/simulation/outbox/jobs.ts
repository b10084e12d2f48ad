/** What pg-boss promises of its jobs, as far as the outbox uses it: fetch, touch, fail and delete by attempt. */

export interface Job {
  readonly id: string;
  readonly requestId: string;
  readonly key: string | undefined;
  readonly createdAt: number;
  state: 'created' | 'retry' | 'active';
  /** Counts how often it was taken, but for the first time. */
  retryCount: number;
  wasTaken: boolean;
  startAfter: number;
  takenAt: number;
  heartbeatAt: number;
}

/** A worker holds a job so long at most. */
const HOLD_MS = 3_600_000;

export interface JobAttempt {
  readonly id: string;
  readonly retryCount: number;
}

export class Jobs {
  readonly #jobs = new Map<string, Job>();

  constructor(
    private readonly now: () => number,
    private readonly newId: () => string,
    private readonly random: () => number,
    /** Seconds between two attempts at most. */
    private readonly maxDelay: number,
  ) {}

  list(): readonly Readonly<Job>[] {
    return [...this.#jobs.values()];
  }

  has(id: string): boolean {
    return this.#jobs.has(id);
  }

  /** @returns the id of the job */
  insert(requestId: string, key: string | undefined, delay: number): string {
    const id = this.newId();
    const now = this.now();
    this.#jobs.set(id, {
      ...{
        id,
        requestId,
        key,
        createdAt: now,
        startAfter: now + delay,
        takenAt: now,
        heartbeatAt: now,
      },
      ...{ state: 'created', retryCount: 0, wasTaken: false },
    });
    return id;
  }

  fetch(count: number): { id: string; retryCount: number; data: object }[] {
    const now = this.now();
    const due = [...this.#jobs.values()]
      .filter(({ state, startAfter }) => state !== 'active' && startAfter <= now)
      .sort((a, b) => a.createdAt - b.createdAt)
      .slice(0, count);
    return due.map((job) => {
      job.state = 'active';
      job.takenAt = job.heartbeatAt = now;
      if (job.wasTaken) job.retryCount += 1;
      job.wasTaken = true;
      const { id, retryCount, requestId, key } = job;
      return { id, retryCount, data: { requestId, ...(key !== undefined && { key }) } };
    });
  }

  touch(attempts: readonly JobAttempt[]): void {
    for (const job of this.#held(attempts)) job.heartbeatAt = this.now();
  }

  fail(attempts: readonly JobAttempt[]): void {
    for (const job of this.#held(attempts)) this.#retry(job);
  }

  delete(attempt: JobAttempt): void {
    for (const { id } of this.#held([attempt])) this.#jobs.delete(id);
  }

  /** @returns the messages whose worker gave no sign of life for so long */
  expire(heartbeatMs: number): string[] {
    const dead = [...this.#jobs.values()].filter(
      ({ state, heartbeatAt, takenAt }) =>
        state === 'active' && Math.min(heartbeatAt + heartbeatMs, takenAt + HOLD_MS) < this.now(),
    );
    for (const job of dead) this.#retry(job);
    return dead.map(({ requestId }) => requestId);
  }

  /** Deletes a job of a message, as a person may. */
  lose(requestId: string): void {
    for (const job of this.#jobs.values()) {
      if (job.requestId === requestId) this.#jobs.delete(job.id);
    }
  }

  #retry(job: Job): void {
    job.state = 'retry';
    const backoff = (2 ** Math.min(16, job.retryCount + 1) / 2) * (1 + this.random());
    job.startAfter = this.now() + 1_000 * Math.min(this.maxDelay, backoff);
  }

  /** A job that another worker has taken since is not held any more. */
  #held(attempts: readonly JobAttempt[]): Job[] {
    return attempts.flatMap(({ id, retryCount }) => {
      const job = this.#jobs.get(id);
      return job?.state === 'active' && job.retryCount === retryCount ? [job] : [];
    });
  }
}
