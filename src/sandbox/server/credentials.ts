/** HTTP Basic: does a request show the API key and secret of this sandbox? */
import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export function credentialCheck(
  apiKey: string,
  apiSecret: string,
): (authorization: string | undefined) => boolean {
  const expected = digest(`${apiKey}:${apiSecret}`);
  return (authorization) => {
    const [, encoded] = /^Basic +([\w+/=-]+)$/i.exec(authorization ?? '') ?? [];
    if (encoded === undefined) return false;
    return timingSafeEqual(digest(Buffer.from(encoded, 'base64').toString()), expected);
  };
}
