/** The text of a message from stdin. */
import { UsageError } from './usage-error.js';

/** Far more than any message needs: stops a file that is piped in by mistake. */
const MAX_BYTES = 1024 * 1024;

/** The text that was piped in, without the line break at its end. */
export async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new UsageError('stdin: longer than 1 MiB');
    chunks.push(chunk);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return text.replace(/\r?\n$/, '');
  } catch {
    throw new UsageError('stdin: not UTF-8');
  }
}
