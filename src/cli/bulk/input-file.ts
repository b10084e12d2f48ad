/** The file to send, as text in pieces. It stays open: when read twice, it is the same file both times. */
import type { Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
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
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'no permission';
    case 'EISDIR':
      return 'a folder';
    default:
      return `cannot be used (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`;
  }
}

export class InputFile {
  private constructor(
    private readonly handle: FileHandle,
    readonly path: string,
    readonly format: Format,
  ) {}

  /** @throws UsageError */
  static async open(file: string, given: Format | undefined): Promise<InputFile> {
    const format = given ?? FORMATS[path.extname(file).toLowerCase()];
    if (format === undefined) {
      throw new UsageError(
        '--file: the name does not end in .csv, .ndjson or .jsonl; give --format',
      );
    }
    const handle = await open(file, 'r').catch((error: unknown): never => {
      throw new UsageError(`--file: ${describeFileError(error)}`);
    });
    if (!(await handle.stat()).isFile()) {
      await handle.close();
      // A pipe cannot be read again, so a run of it could not be resumed.
      throw new UsageError('--file: not a regular file; write the rows to a file first');
    }
    return new InputFile(handle, file, format);
  }

  /**
   * @param hash is given every byte
   * @throws UsageError when the bytes are not UTF-8: replacement characters would be sent in their place
   */
  async *text(hash?: Hash): AsyncGenerator<string, void, undefined> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const piece = Buffer.allocUnsafe(PIECE);
    for (let position = 0; ;) {
      const { bytesRead } = await this.handle.read(piece, 0, PIECE, position);
      position += bytesRead;
      const bytes = piece.subarray(0, bytesRead);
      hash?.update(bytes);
      let text: string;
      try {
        text = decoder.decode(bytes, { stream: bytesRead > 0 });
      } catch {
        throw new UsageError(`--file: not UTF-8 (near byte ${position - bytesRead})`);
      }
      if (text !== '') yield text;
      if (bytesRead === 0) return;
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
