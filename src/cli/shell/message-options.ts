/** Options of `send` that hold for one message and, as the default of its rows, for a file. */

export interface MessageOptions {
  ttl?: number;
  deleteOnRead?: boolean;
  organization?: string;
  senderOrganization?: string;
  recipientOrganization?: string;
}

/** The message fields among the options, without those that were not given. */
export function messageOptions(options: MessageOptions): MessageOptions {
  const { ttl, deleteOnRead, organization, senderOrganization, recipientOrganization } = options;
  const fields = { ttl, deleteOnRead, organization, senderOrganization, recipientOrganization };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
