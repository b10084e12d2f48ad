/** Splits text into lines. Not by node:readline, which also ends a line at U+2028; JSON may hold that. */

/** A longer line means that the file is of another kind. */
export const MAX_LENGTH = 1024 * 1024;

export class LineTooLongError extends Error {
  override readonly name = 'LineTooLongError';

  constructor(readonly line: number) {
    super(`line ${line} is longer than ${MAX_LENGTH} characters`);
  }
}

/** @throws LineTooLongError */
export async function* splitLines(
  text: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<string, void, undefined> {
  let rest = '';
  let line = 1;
  for await (const piece of text) {
    const parts = (rest + piece).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      yield part.endsWith('\r') ? part.slice(0, -1) : part;
      line += 1;
    }
    if (rest.length > MAX_LENGTH) throw new LineTooLongError(line);
  }
  if (rest !== '') yield rest;
}
