/** The outbox of a command: where its database is, and how it is opened, used and closed. */
import { TigerConnectError } from '../../../index.js';
import {
  createOutbox,
  type Outbox,
  OutboxError,
  type OutboxOptions,
} from '../../../outbox/index.js';
import { checkNode } from '../../../outbox/requirements.js';
import type { ExitCode } from '../../shell/exit-code.js';
import { reportFailure } from '../../shell/failure.js';
import type { Output } from '../../shell/output.js';
import { UsageError } from '../../shell/usage-error.js';

export interface PlaceOptions {
  folder?: string;
  schema?: string;
}

export type Place = Pick<OutboxOptions, 'connectionString' | 'folder' | 'schema'>;

/**
 * Where the messages are.
 * @throws ConfigurationError on a Node that the outbox does not work on
 * @throws UsageError unless exactly one place is given
 */
export function findPlace({ folder, schema }: PlaceOptions): Place {
  // First of all: on such a Node nothing else is worth correcting.
  checkNode();
  const { DATABASE_URL: connectionString = '' } = process.env;
  if (folder !== undefined) {
    if (connectionString === '') return { folder, schema };
    throw new UsageError(
      '--folder: DATABASE_URL is set in the environment as well, and an outbox is in one place; unset it, or leave out --folder',
    );
  }
  if (connectionString === '') {
    throw new UsageError(
      'DATABASE_URL is not set in the environment. Set it to the PostgreSQL of the outbox, postgres://…, or give the --folder of an embedded database.',
    );
  }
  if (!/^postgres(?:ql)?:\/\//i.test(connectionString)) {
    throw new UsageError('DATABASE_URL: must be the address of a PostgreSQL, postgres://…');
  }
  return { connectionString, schema };
}

/** An `OutboxError` that says where the database was set. */
class PlaceError extends TigerConnectError {
  override readonly name = 'PlaceError';
  readonly code = 'outbox';

  constructor(place: string, { databaseCode, delivery, during, cause }: OutboxError) {
    super(`${place}: the database failed (${databaseCode} during ${during})`, { delivery, cause });
  }
}

function withPlace(error: unknown, { folder }: OutboxOptions): unknown {
  if (!(error instanceof OutboxError)) return error;
  return new PlaceError(folder === undefined ? 'DATABASE_URL' : '--folder', error);
}

/** Starts an outbox, uses it and stops it; reports what fails. */
export async function withOutbox(
  options: OutboxOptions,
  output: Output,
  use: (outbox: Outbox) => Promise<ExitCode>,
): Promise<ExitCode> {
  const outbox = createOutbox(options);
  try {
    await outbox.start();
    const code = await use(outbox);
    await outbox.stop();
    return code;
  } catch (error) {
    // What failed first is told.
    await outbox.stop().catch(() => undefined);
    return await reportFailure(withPlace(error, options), output, { notice: true });
  }
}

/** An outbox that is there: neither a slip in its address nor one in its name makes another. */
export const withExisting = (
  options: PlaceOptions,
  output: Output,
  use: (outbox: Outbox) => Promise<ExitCode>,
): Promise<ExitCode> => withOutbox({ ...findPlace(options), migrate: false }, output, use);
