// What a TypeScript user writes, under strict, with every declaration file checked.
import {
  type Address,
  ApiError,
  type CallOptions,
  email,
  parseAddress,
  type SentMessage,
  TigerConnect,
  TigerConnectError,
} from 'tigerconnect-messages';

const tigerconnect = new TigerConnect({ apiKey: 'key', apiSecret: 'secret', maxRetries: 0 });

export async function page(to: string, options?: CallOptions): Promise<SentMessage | undefined> {
  const address: Address = parseAddress(to);
  try {
    return await tigerconnect.messages.send(
      { to: address, body: 'Bed 12', ttl: 60, data: [{ mrn: '1', tags: ['a', null] }] },
      options,
    );
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    if (error instanceof TigerConnectError && error.delivery === 'unknown') return undefined;
    throw error;
  }
}

// @ts-expect-error a look-alike is not an address
export const forged: Address = { kind: 'email' };
// @ts-expect-error ttl is a number of minutes
export const wrong = tigerconnect.messages.send({ to: email('a@b.example'), body: 'x', ttl: '1' });
