/** Prism, which knows only the document, checks what the client really sends. */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

import { startPrism } from './prism.js';
import { email, user } from '../../src/index.js';
import { withOperationsOnly } from '../support/operations.js';
import { contract, GROUP, observedClient, type Subject, USER } from './cases.js';

/** Prism takes any credentials. */
async function start(document: string | object): Promise<Subject> {
  const { url, close } = await startPrism(document);
  return { url, close, apiKey: 'key', apiSecret: 'secret' };
}

contract('spec/openapi.json, as Prism enforces it', () => start('spec/openapi.json'));

/** What the vendor's document says of our operations; Prism cannot read its second document marker. */
function vendorDocument(): { consumes: string[]; paths: Record<string, object> } {
  const text = readFileSync('spec/vendor.yaml', 'utf8').replace(/---\s*$/, '');
  return withOperationsOnly(parse(text) as ReturnType<typeof vendorDocument>);
}

describe("the vendor's own document", () => {
  test('allows every request the client makes, once its media type is corrected to forms', async () => {
    // It lists form fields but says that it consumes JSON; Prism accepts only one of the two.
    const document = { ...vendorDocument(), consumes: ['application/x-www-form-urlencoded'] };
    const subject = await start(document);
    try {
      const { tigerconnect, statuses } = observedClient(subject);
      const { messages } = tigerconnect;
      await messages.updateStatus({ delivered: [USER, GROUP], read: [USER] });
      await messages.typing(user(USER));
      // It describes no message token, so that send() fails; what counts here is the request.
      const send = messages.send({ to: email('nurse@ward.example'), body: 'x', ttl: 5 });
      await expect(send).rejects.toMatchObject({ code: 'invalid_response', status: 200 });
      expect(statuses).toEqual([200, 200, 200]);
    } finally {
      await subject.close();
    }
  }, 30_000);
});
