// Names on the wire that our own code counts on, whatever else a document has.

/** The header of the idempotency key, and the argument that is always its. */
export const REQUEST_ID = { header: 'request-id', argument: 'requestid' };

/** The header of the message token: where an answer has it, a method resolves to no other header. */
const MESSAGE_TOKEN = 'tt-x-message-id';

/** The header that a method resolves to, of those of an answer without content. */
export function resultHeader(names: readonly string[]): string | undefined {
  return names.find((name) => name.toLowerCase() === MESSAGE_TOKEN) ?? names[0];
}
