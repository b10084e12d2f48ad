// Sends more than fit at once while the proxy is silent, then has the proxy recover, sends again and closes.
import { TigerConnect } from 'tigerconnect-messages';

const fetching =
  process.env.TRANSPORT === 'undici'
    ? { fetch: (await import('tigerconnect-messages/undici')).undiciFetch() }
    : {};
const tigerconnect = new TigerConnect({
  apiKey: 'key',
  apiSecret: 'secret',
  baseUrl: 'https://api.example/v2',
  timeout: 400,
  maxRetries: 0,
  ...fetching,
});
const message = { to: 'nurse@ward.example', body: 'Bed 12' };
const sends = Array.from({ length: 70 }, () => tigerconnect.messages.send(message));
const settled = await Promise.allSettled(sends);
const labels = settled.map(({ status, reason }) => `${status} ${reason?.code} ${reason?.delivery}`);
await fetch(process.env.RECOVER);
const sent = await tigerconnect.messages
  .send(message, { timeout: 5_000 })
  .catch(({ code }) => ({ code }));
tigerconnect.close();
await fetching.fetch?.close();
console.log(JSON.stringify({ labels: [...new Set(labels)], sent }));
