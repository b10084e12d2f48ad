// The built package, as a user has it, with all defaults.
import { CREDENTIALS, FIELDS, RECIPIENT } from '../request.mjs';

export async function connect({ baseUrl, folder, ...options }) {
  const { TigerConnect } = await import(`${folder}/ours/client.mjs`);
  const { messages } = new TigerConnect({ ...CREDENTIALS, baseUrl, ...options });
  const { body } = FIELDS;
  return async (requestId) => {
    const message = { to: RECIPIENT, body, deleteOnRead: true, ttl: 60, requestId };
    return (await messages.send(message)).messageId;
  };
}
