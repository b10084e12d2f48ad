/** What must be true afterwards. */
import type { Pool } from 'pg';

import type { MessageStatus, Outbox } from '../../../src/outbox/index.js';
import { isAlwaysRefused } from './refusals.js';
import type { ServiceRecord } from './service.js';

export interface Aftermath {
  outbox: Outbox;
  pool: Pool;
  schema: string;
  /** The keys whose transactions were committed. */
  committed: readonly string[];
  record: ServiceRecord;
  perSecond: number;
  /** What every text holds. */
  mark: string;
}

async function all(outbox: Outbox, state: MessageStatus['state']): Promise<MessageStatus[]> {
  const found: MessageStatus[] = [];
  for (;;) {
    const page = await outbox.list({ state, limit: 10_000, after: found.at(-1)?.requestId });
    if (page.length === 0) return found;
    found.push(...page);
  }
}

/** Rows of any table that hold the text, or a recipient. */
async function rowsWithText({ pool, schema, mark }: Aftermath): Promise<number> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables
    WHERE table_schema = $1 AND table_type = 'BASE TABLE'`,
    [schema],
  );
  let count = 0;
  for (const { name } of tables) {
    const { rows } = await pool.query<{ count: string }>(
      `SELECT count(*) AS count FROM ${schema}.${name} t
      WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%nurse.%'`,
      [mark],
    );
    count += Number(rows[0]?.count);
  }
  return count;
}

/** Of all times of three seconds, the one in which most requests came. */
function mostInThreeSeconds(times: readonly number[]): number {
  let most = 0;
  let start = 0;
  for (const [end, time] of times.entries()) {
    while (time - (times[start] ?? 0) >= 3_000) start += 1;
    most = Math.max(most, end - start + 1);
  }
  return most;
}

/** @returns the promises that were broken, in words */
export async function check(aftermath: Aftermath): Promise<string[]> {
  const { outbox, committed, record, perSecond } = aftermath;
  const problems: string[] = [];
  const expect = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  const counts = await outbox.counts();
  const [sent, failed] = [await all(outbox, 'sent'), await all(outbox, 'failed')];
  const uncertain = await all(outbox, 'uncertain');
  const known = new Set(committed);
  const accepted = Object.keys(record.accepted);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);

  expect(
    total === committed.length,
    `${committed.length} committed, and the outbox knows ${total}`,
  );
  expect(
    sent.length + failed.length + uncertain.length === total,
    `not all is settled: ${JSON.stringify(counts)}`,
  );
  const strangers = accepted.filter((key) => !known.has(key));
  expect(strangers.length === 0, `${strangers.length} accepted that nobody committed`);
  const lost = sent.filter(({ requestId }) => !(requestId in record.accepted));
  expect(lost.length === 0, `${lost.length} called sent that the service does not have`);
  const hidden = failed.filter(({ requestId }) => requestId in record.accepted);
  expect(hidden.length === 0, `${hidden.length} called failed that the service has`);
  const refused = failed.filter(({ requestId }) => !isAlwaysRefused(requestId));
  expect(refused.length === 0, `${refused.length} called failed that the service would accept`);
  const open = uncertain.filter(({ unknownSince }) => unknownSince === undefined);
  expect(open.length === 0, `${open.length} called uncertain without a doubt`);
  const wrong = sent.filter(({ requestId, messageId }) => messageId !== `token-${requestId}`);
  expect(wrong.length === 0, `${wrong.length} with the token of another message`);
  const most = mostInThreeSeconds(record.times);
  const allowed = Math.floor(perSecond * 3 * 1.1);
  console.log(`         at most ${most} requests in 3 s, ${allowed} allowed`);
  expect(most <= allowed, `${most} requests in three seconds, where ${allowed} were allowed`);

  const rest = [...failed, ...uncertain].map(({ requestId }) => requestId);
  await outbox.cancel(rest);
  const rows = await rowsWithText(aftermath);
  expect(rows === 0, `${rows} rows with a text or a recipient`);
  console.log(
    `         sent ${sent.length}, failed ${failed.length}, uncertain ${uncertain.length}`,
  );
  return problems;
}
