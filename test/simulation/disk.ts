/** The disk below the command's journal: it can fill up, write a part only, and lose what was not synced. */
import path from 'node:path';

import type { Process } from './clock.js';
import type { Context } from './context.js';

interface File {
  readonly id: bigint;
  bytes: Buffer;
  /** So many bytes survive a power failure. */
  durable: number;
}

/** A name in the folder. */
interface Entry {
  readonly file: File;
  /** Whether it survives a power failure. */
  isDurable: boolean;
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });

/** Whether the command failed because the disk is full. */
export function isFullDisk(error: unknown): boolean {
  const { code, cause } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || (cause !== undefined && isFullDisk(cause));
}

/** A handle, as far as the command uses one. */
interface Handle {
  readonly fd: number;
  sync(): Promise<void>;
  close(): Promise<void>;
  stat(): Promise<object>;
  readFile(): Promise<Buffer>;
}

export class Disk {
  readonly #entries = new Map<string, Entry>();
  readonly #open = new Map<number, File>();
  /** The step in which a write last failed. */
  failedAt = -1;
  #next = 1;
  /** Whether nothing more can be written. */
  #isFull = false;

  /** @param killer ends the process in the middle of a write */
  constructor(
    private readonly context: Context,
    private readonly process: () => Process,
    private readonly killer: () => void,
  ) {}

  /** The text of a file; undefined where there is none. */
  read(file: string): string | undefined {
    return this.#find(file)?.bytes.toString();
  }

  /** Replaces a file, as an editor does. */
  write(file: string, text: string): void {
    const bytes = Buffer.from(text);
    this.#entries.set(file, {
      file: { ...this.#newFile(), bytes, durable: bytes.length },
      isDurable: true,
    });
  }

  fill(isFull: boolean): void {
    this.#isFull = isFull;
  }

  /** What was not synced is lost, or a part of it, or turned to zeros. */
  failPower(): void {
    const { random, faults } = this.context;
    this.#open.clear();
    for (const [name, { isDurable }] of this.#entries) {
      if (isDurable || random.chance(0.5)) continue;
      this.#tell(`loses ${name}`);
      this.#entries.delete(name);
    }
    for (const [name, { file }] of this.#entries) {
      const kept = random.chance(0.3)
        ? file.durable
        : random.between(file.durable, file.bytes.length);
      const zeros = faults.has('disk torn') ? random.below(file.bytes.length - kept + 1) : 0;
      const lost = file.bytes.length - kept;
      if (lost > 0) this.#tell(`loses the last ${lost} bytes of ${name}`);
      file.bytes = Buffer.concat([file.bytes.subarray(0, kept), Buffer.alloc(zeros)]);
      file.durable = file.bytes.length;
    }
  }

  // What the command calls of node:fs and node:fs/promises.

  writeSync(fd: number, bytes: Buffer, offset = 0): number {
    const file = this.#open.get(fd);
    if (file === undefined || this.process().dead) throw failure('EBADF');
    const { faults, random } = this.context;
    const rest = bytes.subarray(offset);
    const append = (length: number): number => {
      if (length < rest.length) this.#tell(`writes ${length} of ${rest.length} bytes`);
      file.bytes = Buffer.concat([file.bytes, rest.subarray(0, length)]);
      return length;
    };
    if (this.#isFull) {
      // What still fits is written; only the next write fails.
      if (rest.length > 1 && random.chance(0.3)) return append(random.between(1, rest.length - 1));
      this.failedAt = this.context.scheduler.steps;
      throw failure('ENOSPC');
    }
    if (faults.strikes('disk torn') && rest.length > 1) {
      const written = append(random.between(1, rest.length - 1));
      if (random.chance(0.7)) return written;
      this.killer();
      throw failure('EINTR');
    }
    return append(rest.length);
  }

  open(file: string, flags: string): Promise<Handle> {
    return this.#later(() => {
      let found = this.#find(file);
      const isFolder = file === path.dirname('/rows');
      if (found === undefined && flags === 'r' && !isFolder) throw failure('ENOENT');
      if (found !== undefined && flags === 'wx') throw failure('EEXIST');
      if (found === undefined && !isFolder) {
        found = this.#newFile();
        this.#entries.set(file, { file: found, isDurable: false });
      }
      return this.#handle(found);
    });
  }

  link(from: string, to: string): Promise<void> {
    return this.#later(() => {
      const found = this.#find(from);
      if (found === undefined) throw failure('ENOENT');
      if (this.context.faults.has('disk without links')) throw failure('EPERM');
      if (this.#entries.has(to)) throw failure('EEXIST');
      this.#entries.set(to, { file: found, isDurable: false });
    });
  }

  rm(file: string): Promise<void> {
    return this.#later(() => void this.#entries.delete(file));
  }

  stat(file: string): Promise<object> {
    return this.#later(() => this.#stats(this.#find(file)));
  }

  realpath(file: string): Promise<string> {
    return this.#later(() => file);
  }

  async *createReadStream(file: string): AsyncGenerator<string, void, undefined> {
    const text = await this.#later(() => this.read(file) ?? '');
    // Meanwhile others may write.
    await this.#later(() => undefined);
    const middle = this.context.random.below(text.length + 1);
    for (const piece of [text.slice(0, middle), text.slice(middle)]) if (piece !== '') yield piece;
  }

  #handle(file: File | undefined): Handle {
    const fd = (this.#next += 1);
    if (file) this.#open.set(fd, file);
    return {
      fd,
      // That of the folder makes its entries survive.
      sync: () =>
        this.#later(() => {
          if (file) file.durable = file.bytes.length;
          else for (const entry of this.#entries.values()) entry.isDurable = true;
        }),
      close: () => this.#later(() => void this.#open.delete(fd)),
      stat: () => this.#later(() => this.#stats(file)),
      readFile: () => this.#later(() => file?.bytes ?? Buffer.alloc(0)),
    };
  }

  #stats(file: File | undefined): object {
    if (file === undefined) throw failure('ENOENT');
    return { dev: 1n, ino: file.id, birthtimeNs: file.id, nlink: 1n, isFile: () => true };
  }

  #tell(what: string): void {
    this.context.story?.tell('disk', what);
  }

  #find(file: string): File | undefined {
    return this.#entries.get(file)?.file;
  }

  #newFile(): File {
    return { id: BigInt((this.#next += 1)), bytes: Buffer.alloc(0), durable: 0 };
  }

  #later<Result>(act: () => Result): Promise<Result> {
    const { clock, random } = this.context;
    return new Promise<void>((resolve) => {
      clock.after(random.below(5), this.process(), resolve);
    }).then(act);
  }
}
