// What a TypeScript user writes against the sandbox.
import { TigerConnect } from 'tigerconnect-messages';
import { type Fault, type SandboxMessage, startSandbox } from 'tigerconnect-messages/sandbox';

export async function bodies(fault: Fault): Promise<readonly SandboxMessage[]> {
  const sandbox = await startSandbox({ port: 0, capacity: 100 });
  const { url: baseUrl, apiKey, apiSecret } = sandbox;
  const tigerconnect = new TigerConnect({ baseUrl, apiKey, apiSecret });
  sandbox.fail(fault);
  sandbox.fail({ kind: 'latency', delay: 5, operation: 'sendMessage', times: Infinity });
  await tigerconnect.messages.send({ to: 'nurse@ward.example', body: 'Bed 12' });
  await sandbox.close();
  return sandbox.messages;
}

// @ts-expect-error a rate limit has no status of its own
export const wrong: Fault = { kind: 'rate-limit', status: 500 };
