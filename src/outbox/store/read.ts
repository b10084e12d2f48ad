/** What the table says of messages. */
import type { Executor } from '../database.js';
import type { GiveUpReason } from '../decisions.js';
import {
  MESSAGE_STATES,
  type MessageCounts,
  type MessageState,
  type MessageStatus,
} from '../message-status.js';
import { toMs } from './expressions.js';

const COLUMNS = `request_id::text AS "requestId", state, attempts, message_id AS "messageId", duplicate,
  reason, error_code AS "errorCode", error_status AS "errorStatus",
  ${toMs('enqueued_at')} AS "enqueuedAt", ${toMs('expires_at')} AS "expiresAt",
  ${toMs('unknown_since')} AS "unknownSince", ${toMs('settled_at')} AS "settledAt"`;

interface Row {
  requestId: string;
  state: MessageState;
  attempts: number;
  messageId: string | null;
  duplicate: boolean | null;
  reason: GiveUpReason | null;
  errorCode: string | null;
  errorStatus: number | null;
  enqueuedAt: number;
  expiresAt: number;
  unknownSince: number | null;
  settledAt: number | null;
}

const toStatus = (row: Row): MessageStatus => ({
  requestId: row.requestId,
  state: row.state,
  attempts: row.attempts,
  enqueuedAt: new Date(row.enqueuedAt),
  expiresAt: new Date(row.expiresAt),
  ...(row.unknownSince !== null && { unknownSince: new Date(row.unknownSince) }),
  ...(row.settledAt !== null && { settledAt: new Date(row.settledAt) }),
  ...(row.messageId !== null && { messageId: row.messageId }),
  ...(row.duplicate !== null && { duplicate: row.duplicate }),
  ...(row.reason !== null && { reason: row.reason }),
  ...(row.errorCode !== null && {
    lastError: {
      code: row.errorCode,
      ...(row.errorStatus !== null && { status: row.errorStatus }),
    },
  }),
});

export async function readStatus(
  executor: Executor,
  schema: string,
  requestId: string,
): Promise<MessageStatus | undefined> {
  const { rows } = await executor.executeSql(
    `SELECT ${COLUMNS} FROM ${schema}.outbox_message WHERE request_id = $1::uuid`,
    [requestId],
  );
  return (rows as Row[]).map(toStatus)[0];
}

export interface Page {
  readonly state: MessageState;
  readonly limit: number;
  /** The `requestId` of the last message of the page before. */
  readonly after?: string | undefined;
}

/** Messages in a state, oldest first. */
export async function readPage(
  executor: Executor,
  schema: string,
  { state, limit, after }: Page,
): Promise<MessageStatus[]> {
  const { rows } = await executor.executeSql(
    `SELECT ${COLUMNS} FROM ${schema}.outbox_message
    WHERE state = $1 AND position > COALESCE((
      SELECT position FROM ${schema}.outbox_message WHERE request_id = $2::uuid), 0)
    ORDER BY position
    LIMIT $3::integer`,
    [state, after ?? null, limit],
  );
  return (rows as Row[]).map(toStatus);
}

export async function readCounts(executor: Executor, schema: string): Promise<MessageCounts> {
  const { rows } = await executor.executeSql(
    `SELECT state, count(*)::float8 AS count FROM ${schema}.outbox_message GROUP BY state`,
  );
  const found = new Map(
    (rows as { state: MessageState; count: number }[]).map((row) => [row.state, row.count]),
  );
  return Object.fromEntries(
    MESSAGE_STATES.map((state) => [state, found.get(state) ?? 0]),
  ) as Record<MessageState, number>;
}
