// Bad input from outside: says where, what is wrong and how to mend it. The command exits 2 on it.
import { relative } from 'node:path';

/** Where the fault is, what it is, and what to do about it. */
export interface InputFault {
  /** An absolute path, or the flag at fault. */
  file: string;
  /** From 1. */
  line?: number | undefined;
  problem: string;
  mend: string;
}

/** The input cannot be used; nothing was written. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(
    readonly fault: InputFault,
    cause?: unknown,
  ) {
    super(describe(fault, fault.file), cause === undefined ? {} : { cause });
  }

  /** For a reader who stands in this directory. */
  messageFrom(directory: string): string {
    const path = relative(directory, this.fault.file);
    return describe(this.fault, path.startsWith('..') ? this.fault.file : path);
  }
}

/** What a failure says of itself, whatever was thrown. */
export function messageOf(failure: unknown): string {
  const hasMessage = typeof failure === 'object' && failure !== null && 'message' in failure;
  return hasMessage && typeof failure.message === 'string' ? failure.message : String(failure);
}

function describe({ line, problem, mend }: InputFault, file: string): string {
  return `${line === undefined ? file : `${file}:${line}`}: ${problem}\n  ${mend}`;
}
