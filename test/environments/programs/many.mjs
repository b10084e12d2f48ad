// Sends COUNT messages at once and tells how they ended.
import * as sdk from 'tigerconnect-messages';

import { describeError } from './jobs.cjs';

const transport =
  process.env.TRANSPORT === 'undici'
    ? { fetch: (await import('tigerconnect-messages/undici')).undiciFetch() }
    : {};
const tigerconnect = new sdk.TigerConnect({
  apiKey: 'key',
  apiSecret: 'secret',
  baseUrl: process.env.BASE_URL,
  timeout: 1_000,
  ...transport,
});
const sends = Array.from({ length: Number(process.env.COUNT) }, (_, index) =>
  tigerconnect.messages.send({ to: 'nurse@ward.example', body: `Bed ${index}` }),
);
const settled = await Promise.allSettled(sends);
const endings = {};
for (const { value, reason } of settled) {
  const { attempts, code, delivery } = value ?? describeError(sdk, reason);
  const ending = value ? `sent in ${attempts}` : `${code}, ${delivery}`;
  endings[ending] = (endings[ending] ?? 0) + 1;
}
console.log(JSON.stringify(endings));
