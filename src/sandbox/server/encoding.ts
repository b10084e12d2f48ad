/** How the text of a request is written: as UTF-8, without a content encoding. */
import { type Content, isUtf8Form } from './content.js';
import type { Remarks } from './remarks.js';
import { refusal, type Reply } from './reply.js';

interface Text {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Content;
}

/**
 * @param search the query as it came, still encoded
 * @returns the refusal of a body that cannot be read
 */
export function remarkEncoding(
  { headers, content }: Text,
  search: string,
  remarks: Remarks,
): Reply | undefined {
  const coding = headers['content-encoding'] ?? 'identity';
  if (content.kind !== 'none' && !/^(?:identity)?$/i.test(coding)) {
    return refusal(
      415,
      'The body has a content encoding, and the document has none: send it as it is.',
    );
  }
  const charset = /;\s*charset="?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset)) {
    remarks.depart(`the charset is ${charset.slice(0, 40)}; the text is read as UTF-8`);
  }
  const isWhole = !('isUtf8' in content) || content.isUtf8;
  if (!isWhole || !isUtf8Form(Buffer.from(search, 'latin1'))) {
    remarks.depart('the text is not UTF-8; what cannot be read is replaced');
  }
  return undefined;
}
