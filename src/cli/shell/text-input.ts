/** The text of a message from stdin. */
import { UsageError } from './usage-error.js';

/** Far more than any message; a file piped in by mistake ends here. */
const MAX_BYTES = 1024 * 1024;

/** What was piped in, less the line break that a shell puts at its end. */
export async function textFromStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new UsageError('the text on stdin is longer than 1 MiB');
    chunks.push(chunk);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return text.replace(/\r?\n$/, '');
  } catch {
    throw new UsageError('the text on stdin is not UTF-8');
  }
}
