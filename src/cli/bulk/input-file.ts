/** The file to send. It is read once, so that what is sent is what was checked, whatever happens to the file. */
import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import path from 'node:path';

import { UsageError } from '../shell/usage-error.js';

export type Format = 'csv' | 'ndjson';

const FORMATS: Readonly<Record<string, Format>> = {
  '.csv': 'csv',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
};
const PIECE = 256 * 1024;

/** Why a file cannot be used, for people. */
export function describeFileError(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'no permission';
    case 'EISDIR':
      return 'a folder';
    case 'ERR_FS_FILE_TOO_LARGE':
      return 'larger than 2 GiB; split it';
    default:
      return `cannot be used (${code ?? 'unknown'})`;
  }
}

interface Names {
  /** The real path: the same through every symbolic link. */
  readonly path: string;
  /** Of the file itself: the same through every hard link, and when it is renamed. */
  readonly id: string;
}

/** Names a file by its number and its time of birth, since the number of a deleted file is given to a new one. */
export const fileId = ({ dev, ino, birthtimeNs }: BigIntStats): string =>
  `${dev}:${ino}:${birthtimeNs}`;

async function readRegularFile(handle: FileHandle, file: string) {
  const stats = await handle.stat({ bigint: true });
  // A pipe cannot be read again, so a run of it could not be resumed.
  if (!stats.isFile()) {
    throw new UsageError('--file: not a regular file; write the rows to a file first');
  }
  const names: Names = { path: await realpath(file), id: fileId(stats) };
  return { names, hasHardLinks: stats.nlink > 1n, bytes: await handle.readFile() };
}

export class InputFile {
  private constructor(
    readonly names: Names,
    /** Whether the file has more than one name. */
    readonly hasHardLinks: boolean,
    readonly format: Format,
    private readonly bytes: Buffer,
  ) {}

  /** @throws UsageError */
  static async read(file: string, given?: Format): Promise<InputFile> {
    const format = given ?? FORMATS[path.extname(file).toLowerCase()];
    if (format === undefined) {
      throw new UsageError(
        '--file: the name does not end in .csv, .ndjson or .jsonl; give --format',
      );
    }
    let handle: FileHandle | undefined;
    try {
      handle = await open(file, 'r');
      const { names, hasHardLinks, bytes } = await readRegularFile(handle, file);
      return new InputFile(names, hasHardLinks, format, bytes);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`--file: ${describeFileError(error)}`);
    } finally {
      await handle?.close();
    }
  }

  equals(other: InputFile): boolean {
    return this.bytes.equals(other.bytes);
  }

  /**
   * In pieces.
   * @throws UsageError when the bytes are not UTF-8: replacement characters would be sent in their place
   */
  *text(): Generator<string, void, undefined> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for (let start = 0; start <= this.bytes.length; start += PIECE) {
      const isLast = start + PIECE > this.bytes.length;
      let text: string;
      try {
        text = decoder.decode(this.bytes.subarray(start, start + PIECE), { stream: !isLast });
      } catch {
        throw new UsageError(`--file: not UTF-8 (near byte ${start})`);
      }
      if (text !== '') yield text;
    }
  }
}
