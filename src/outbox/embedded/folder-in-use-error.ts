/** The folder of an embedded database is in use. */
import { TigerConnectError } from '../../errors.js';

/**
 * Another outbox, most likely of another process, has the folder open. Two on one folder would destroy it: wait until
 * that one has stopped, or give both a PostgreSQL.
 */
export class FolderInUseError extends TigerConnectError {
  override readonly name: string = 'FolderInUseError';
  readonly code = 'folder_in_use';
  /** The id of the process that has it, as that one sees it, say in its container; absent on Windows. */
  declare readonly pid?: number;
  /** Since when it has it; absent on Windows. */
  declare readonly since?: Date;

  constructor(
    /** The folder, as it was given. */
    readonly folder: string,
    holder?: { readonly pid: number; readonly since: Date },
  ) {
    const who = holder
      ? `process ${holder.pid} has it since ${holder.since.toISOString()}`
      : 'another process has it';
    super(`folder: ${who}, and only one outbox at a time can; several processes need PostgreSQL`);
    Object.assign(this, holder);
  }
}
