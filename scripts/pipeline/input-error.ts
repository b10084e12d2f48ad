// Bad input from outside: says where, what is wrong and how to correct it. The command exits 2 on it.
import { relative } from 'node:path';

import { escapeUnseen } from './document/printable.js';

/** Where the problem is, what it is, and what to do about it. */
export interface InputErrorDetails {
  /** An absolute path, or the command whose flags are wrong. */
  file: string;
  /** From 1. */
  line?: number | undefined;
  problem: string;
  /** What to do about it. */
  correction: string;
}

/** The input cannot be used; nothing was written. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(
    readonly details: InputErrorDetails,
    cause?: unknown,
  ) {
    super(describe(details, details.file), cause === undefined ? {} : { cause });
  }

  /** The message with the path as seen from this directory. */
  messageFrom(directory: string): string {
    return describe(this.details, pathFrom(directory, this.details.file));
  }
}

/** The path as seen from the directory, when the file is in there. */
export function pathFrom(directory: string, file: string): string {
  const path = relative(directory, file);
  return path.startsWith('..') ? file : path;
}

/** The message of whatever was thrown. */
export function errorMessage(failure: unknown): string {
  const hasMessage = typeof failure === 'object' && failure !== null && 'message' in failure;
  return hasMessage && typeof failure.message === 'string' ? failure.message : String(failure);
}

function describe({ line, problem, correction }: InputErrorDetails, file: string): string {
  return escapeUnseen(
    `${line === undefined ? file : `${file}:${line}`}: ${problem}\n  ${correction}`,
  );
}
