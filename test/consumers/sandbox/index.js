// A user's own test from the packed package: starts a sandbox, sends to it, looks at what arrived.
import { email, TigerConnect } from 'tigerconnect-messages';
import { startSandbox } from 'tigerconnect-messages/sandbox';

const sandbox = await startSandbox();
const { url: baseUrl, apiKey, apiSecret } = sandbox;
const tigerconnect = new TigerConnect({ baseUrl, apiKey, apiSecret });
sandbox.fail({ kind: 'reset-after' });
const sent = await tigerconnect.messages.send({ to: email('nurse@ward.example'), body: 'hello' });
const page = await (await fetch(sandbox.pageUrl)).text();
await sandbox.close();
console.log(
  sandbox.messages.map(({ body }) => body).join(),
  sent.duplicate,
  sent.attempts,
  /<title>Inbox/.test(page),
);
