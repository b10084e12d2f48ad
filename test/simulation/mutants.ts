/**
 * Deliberate defects, each in one line of the code under test. The simulator must find them all: what it cannot
 * find in broken code it does not check in sound code.
 */
import type { Replacement } from './load.js';

export interface Mutant extends Replacement {
  readonly name: string;
}

const LOOP = 'src/retry/retrying-request.ts';
const DELIVERY = 'src/retry/delivery.ts';
const THROTTLE = 'src/retry/throttle.ts';
const RUN = 'src/messages/send-many.ts';
const CLIENT = 'src/messages/message-client.ts';
const JOURNAL = 'src/cli/bulk/journal.ts';
const JOURNAL_CONTENTS = 'src/cli/bulk/journal-contents.ts';
const JOURNAL_LINES = 'src/cli/bulk/journal-lines.ts';
const OUTBOX_ATTEMPT = 'src/outbox/worker/attempt.ts';
const DECISIONS = 'src/outbox/decisions.ts';
const ATTEMPT = 'generated/core/request.ts';

const mutant = (name: string, file: string, from: string, to: string): Mutant => ({
  name,
  file,
  from,
  to,
});

export const MUTANTS: readonly Mutant[] = [
  // Keys.
  mutant(
    'a send has no key',
    CLIENT,
    'sendMessage({ ...place, requestId })',
    'sendMessage({ ...place })',
  ),
  mutant(
    'a retry has no key',
    LOOP,
    'attempt(config, operation, {',
    'attempt(config, this.attempts > 0 ? { ...operation, headers: {} } : operation, {',
  ),
  mutant(
    'a retry has another key',
    LOOP,
    'attempt(config, operation, {',
    "attempt(config, this.attempts > 0 ? { ...operation, headers: { 'Request-ID': `${this.attempts}${String(this.call.requestId).slice(1)}` } } : operation, {",
  ),
  mutant(
    "the caller's key is not used",
    CLIENT,
    'const { requestId = randomUUID(), to, ttl } = message;',
    'const { to, ttl } = message; const requestId = randomUUID();',
  ),

  // Labels.
  mutant(
    'the labels are swapped',
    DELIVERY,
    "outcome.sent ? 'unknown' : 'not-sent'",
    "outcome.sent ? 'not-sent' : 'unknown'",
  ),
  mutant('every failed call is unknown', LOOP, "Delivery = 'not-sent'", "Delivery = 'unknown'"),
  mutant(
    'the last attempt alone decides the label',
    LOOP,
    "else if (deliveryAfter(outcome) === 'unknown') this.#delivery = 'unknown';",
    'else this.#delivery = deliveryAfter(outcome);',
  ),
  mutant('a 408 proves that nothing was done', DELIVERY, 'new Set([408, 409])', 'new Set([409])'),
  mutant('a 409 proves that nothing was done', DELIVERY, 'new Set([408, 409])', 'new Set([408])'),
  mutant('a 499 proves that nothing was done', DELIVERY, 'status <= 451', 'status <= 499'),
  mutant('a 500 proves that nothing was done', DELIVERY, 'status <= 451', 'status <= 500'),
  mutant('a 302 proves that nothing was done', DELIVERY, '[307, 308]', '[302, 307, 308]'),
  mutant(
    'a request on its way counts as not sent',
    ATTEMPT,
    "progress.stage = 'sending';",
    "progress.stage = 'connecting';",
  ),
  mutant(
    'a fetch function without hooks is trusted',
    ATTEMPT,
    "progress.stage = 'begun';",
    "progress.stage = 'connecting';",
  ),

  // Outcomes.
  mutant(
    'an outcome is replaced by an observer that throws',
    'src/telemetry/observe.ts',
    "guard('onAttempt', () => onAttempt(event))",
    'onAttempt(event)',
  ),
  mutant(
    'an observer that rejects ends the process',
    'src/telemetry/observe.ts',
    "typeof (result as PromiseLike<unknown> | undefined)?.then === 'function'",
    'false',
  ),
  mutant('a 304 is not taken for a success', LOOP, 'found && status === 304', 'false'),
  mutant(
    'a duplicate is not called one',
    LOOP,
    'this.answer = outcome;',
    'this.answer = outcome; this.duplicate = false;',
  ),
  mutant('a token that came twice is taken', CLIENT, ' && MESSAGE_TOKEN.test(token)', ''),
  mutant(
    'an envelope of failure is a success',
    LOOP,
    ' && successProblem(outcome) === undefined',
    '',
  ),

  // Retries.
  mutant('400 is retried', 'src/retry/policy.ts', '  408, //', '  400, 408, //'),
  mutant('503 is not retried', 'src/retry/policy.ts', '  503, //', '  //'),
  mutant(
    'one retry too many',
    LOOP,
    'this.attempts > options.maxRetries',
    'this.attempts > options.maxRetries + 1',
  ),
  mutant(
    'a long Retry-After is shortened',
    LOOP,
    'Math.max(backoff(this.attempts, options.random()), serverWait ?? 0)',
    'Math.min(8_000, Math.max(backoff(this.attempts, options.random()), serverWait ?? 0))',
  ),
  mutant(
    'the date of a Retry-After is read against the own clock',
    'src/retry/retry-after.ts',
    'httpDate(date) ?? now',
    'now',
  ),
  mutant('the budget is never used', 'src/retry/budget.ts', 'this.#tokens -= RETRY_COST;', ''),
  mutant(
    'the budget is never refunded',
    'src/retry/budget.ts',
    'this.#tokens + Math.max',
    'this.#tokens + 0 * Math.max',
  ),

  // Times.
  mutant(
    'a wait has a timer of the real clock',
    'src/retry/wait.ts',
    'clock.setTimeout(end, ms)',
    'setTimeout(end, ms)',
  ),
  mutant(
    'the total time is by the wall clock',
    LOOP,
    'const elapsed = options.clock.monotonic() - this.#started;',
    'const elapsed = options.clock.now() - this.#startedWall;',
  ),
  mutant(
    'ttl is by the monotonic clock alone',
    LOOP,
    'Math.max(elapsed, options.clock.now() - this.#startedWall)',
    'elapsed',
  ),
  mutant(
    'the pause is by the wall clock',
    LOOP,
    'throttle.pause(ms, this.call.options.clock.monotonic())',
    'throttle.pause(ms, this.call.options.clock.now())',
  ),
  mutant(
    'the time is not looked at after a wait',
    LOOP,
    '(this.#timeLeft() <= 0 && !signal?.aborted)',
    'false',
  ),
  mutant(
    'an attempt may outlast its call',
    LOOP,
    'Math.min(options.timeout, this.#timeLeft())',
    'options.timeout',
  ),
  mutant(
    'an attempt has no time limit',
    ATTEMPT,
    'await limit.race(exchange())',
    'await exchange()',
  ),
  mutant(
    'a time limit is not cleared',
    'generated/core/limit.ts',
    'this.#timers.clearTimeout(this.#timer)',
    'void 0',
  ),

  // Aborts.
  mutant(
    'an abort does not end a wait',
    'src/retry/wait.ts',
    "signal?.addEventListener('abort', end)",
    'void end',
  ),
  mutant(
    'an abort does not end the wait for a slot',
    THROTTLE,
    "signal?.addEventListener('abort', giveUp)",
    'void giveUp',
  ),
  mutant(
    'a request goes out after an abort',
    ATTEMPT,
    'if (limit.reason !== undefined) throw limit.error;',
    '',
  ),
  mutant(
    'a call listens to its signal for ever',
    'generated/core/limit.ts',
    "this.#callerSignal?.removeEventListener('abort', this.#onAbort);",
    '',
  ),

  // What a client's calls share.
  mutant('65 attempts at a time', THROTTLE, 'MAX_ATTEMPTS = 64', 'MAX_ATTEMPTS = 65'),
  mutant('a slot is lost', LOOP, 'if (hasSlot) throttle.leave();', ''),
  mutant(
    'a 429 does not pause the client',
    LOOP,
    'outcome.status === 429) this',
    'outcome.status === 430) this',
  ),
  mutant('a waiting call is forgotten', THROTTLE, 'if (next) next();', 'if (next) void next;'),

  // Runs of sendMany.
  mutant(
    'a message that was read is dropped',
    RUN,
    "this.#settle({ index, message, status: 'rejected', reason });",
    'void reason;',
  ),
  mutant(
    'an outcome is dropped',
    RUN,
    'this.#settled.push(outcome);',
    'if (!this.#ended) this.#settled.push(outcome);',
  ),
  mutant(
    'an outcome is told twice',
    RUN,
    "guard('onOutcome', () => onOutcome(outcome))",
    "guard('onOutcome', () => onOutcome(outcome)), guard('onOutcome', () => onOutcome(outcome))",
  ),
  mutant(
    'an outcome has the place of another',
    RUN,
    'const index = this.#pulled++;',
    'const index = (this.#pulled++, this.#active);',
  ),
  mutant('a run reads ahead', RUN, '< this.options.concurrency', '<= this.options.concurrency'),
  mutant(
    'a run that is left waits for nothing',
    RUN,
    'while (this.#active > 0) await this.#progress();',
    '',
  ),
  mutant('a source that is left stays open', RUN, 'this.reader.return?.()', 'undefined'),
  mutant('what a source throws is lost', RUN, 'if (this.#failure) throw this.#failure.error;', ''),
  mutant(
    'a run that is left does not hear the abort',
    RUN,
    '      try {\n        await this.#leave();',
    "      try {\n        signal?.removeEventListener('abort', onAbort);\n        await this.#leave();",
  ),

  // The command's journal.
  mutant('the journal is not synced', JOURNAL, 'await this.handle.sync();\n    const', 'const'),
  mutant(
    'a run that goes on does not sync the journal of one that was killed',
    JOURNAL,
    'await journal.#sync();',
    'if (contents.header.run === own.run) await journal.#sync();',
  ),
  mutant(
    'a line that was cut off swallows the next',
    JOURNAL_LINES,
    'const bytes = Buffer.from(`\\n${JSON.stringify(line)}`);\n  let from = isFirst ? 1 : 0;',
    'const bytes = Buffer.from(`${JSON.stringify(line)}\\n`);\n  let from = 0;',
  ),
  mutant(
    'a short write is taken for a whole one',
    JOURNAL_LINES,
    'while (writeSync(fd, bytes, from) < bytes.length - from) from = 0;',
    'writeSync(fd, bytes, from);',
  ),
  mutant(
    'a journal takes the place of one that another host has begun',
    'src/cli/bulk/journal-start.ts',
    'await makeLink(draft, file);',
    'await rm(file, { force: true }); await makeLink(draft, file);',
  ),
  mutant(
    'without hard links each host has a run of its own',
    JOURNAL,
    '// Another process may have appended one before.\n        contents = await read(file);',
    'contents.header = own;',
  ),
  mutant(
    'zeros that a power failure left take the line before them along',
    JOURNAL_CONTENTS,
    'withoutZeros(piece)',
    'piece',
  ),
  mutant(
    'a journal that was cut off in its first letters is refused',
    JOURNAL_CONTENTS,
    ' || START.startsWith(line)',
    '',
  ),
  mutant(
    'two equal rows have one key',
    'src/cli/bulk/queue.ts',
    'createRequestId(content, copy)',
    'createRequestId(content, 1)',
  ),
  mutant(
    'what an earlier run sent is sent again',
    'src/cli/bulk/queue.ts',
    'const sent = journal?.contents.sentCopies(content) ?? [];',
    'const sent: number[] = [];',
  ),
  mutant('a full disk stops nothing', 'src/cli/bulk/run.ts', "this.stopped = 'journal';", ''),
  mutant(
    'what was sent is not written down',
    'src/cli/bulk/run.ts',
    "this.#write(message, 'sent', outcome.value.messageId);",
    '',
  ),

  // The outbox.
  mutant(
    'the outbox calls sent what is not answered',
    OUTBOX_ATTEMPT,
    'const { messageId, duplicate } = await sender.send(content, {',
    "const { messageId, duplicate } = { messageId: '', duplicate: false }; void sender.send(content, {",
  ),
  mutant(
    'the outbox forgets the key',
    'src/outbox/payload.ts',
    'JSON.parse(payload) as SendMessage;',
    '({ ...JSON.parse(payload), requestId: undefined });',
  ),
  mutant(
    'the outbox ignores resendWithin',
    DECISIONS,
    'return now - since > resendWithin ?',
    'return false ?',
  ),
  mutant('the outbox sends what has expired', DECISIONS, 'if (now >= expiresAt)', 'if (false)'),
  mutant(
    'the outbox does not see that the machine slept',
    OUTBOX_ATTEMPT,
    'drift > DRIFT_MS ||',
    '',
  ),
  mutant(
    'the outbox calls failed what may have arrived',
    DECISIONS,
    "isUnknown ? 'uncertain' : reason",
    'reason',
  ),
  mutant(
    'the outbox takes an unknown outcome for a proof',
    'src/outbox/failure.ts',
    "isKnown && delivery === 'not-sent'",
    'isKnown',
  ),
  mutant(
    'a message that waits for its turn is no longer unknown',
    'src/outbox/worker/outcome.ts',
    'unknown: unknownSince !== undefined,\n  begun: false,',
    'unknown: false,\n  begun: false,',
  ),
  mutant(
    'the outbox ignores the order',
    'src/outbox/connection.ts',
    'insertMessages(transaction, schema, batch)',
    'insertMessages(transaction, schema, batch.map((each) => ({ ...each, orderingKey: undefined })))',
  ),
  mutant(
    'the outbox keeps no rate',
    'src/outbox/worker/turns.ts',
    'const first = await this.shared.reserve(count, interval);',
    'const first = 0 * (await this.shared.reserve(count, interval));',
  ),
  mutant(
    'a 429 pauses no worker',
    OUTBOX_ATTEMPT,
    'if (follows.pause !== undefined) await onPause(follows.pause);',
    '',
  ),
  mutant(
    'a worker goes on without access',
    DECISIONS,
    'stop: STOPPING.has(failure.code)',
    'stop: false',
  ),
  mutant(
    'a worker waits for nothing when it ends',
    'src/outbox/worker/worker.ts',
    'await Promise.all(this.#running);',
    '',
  ),

  // Leaks, of which Node warns.
  mutant(
    'calls that share a signal look like a leak',
    LOOP,
    'if (signal instanceof EventTarget) setMaxListeners(0, signal);',
    '',
  ),

  // Secrets.
  mutant(
    'an error shows what the transport said',
    'src/retry/error-from-attempt.ts',
    'redact(outcome.error).code',
    '(outcome.error as Error).message',
  ),
  mutant(
    'a cause shows what the transport said',
    'src/retry/error-from-attempt.ts',
    'const cause = toCause(outcome.error, operation, secrets);',
    'const cause = outcome.error;',
  ),
  mutant(
    'observers are told the recipient',
    LOOP,
    'path: operation.url,',
    'path: operation.url + JSON.stringify(operation.query),',
  ),
];
