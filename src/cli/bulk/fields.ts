/** The names that columns and fields have, in whatever way they are written, and what a row is. */

export const FIELDS = [
  'to',
  'body',
  'ttl',
  'deleteOnRead',
  'data',
  'requestId',
  'organization',
  'senderOrganization',
  'recipientOrganization',
] as const;

export type Field = (typeof FIELDS)[number];
export type Fields = Partial<Record<Field, unknown>>;

/** What is wrong with a row; holds nothing of the row but the name of a field. */
export interface Fault {
  readonly field?: Field;
  readonly problem: string;
}

/** A row of the file, by its place among the rows and by the line it starts on, both from 1. */
export interface Row {
  readonly row: number;
  readonly line: number;
  readonly content: Fields | Fault;
}

export const isFault = (content: Fields | Fault): content is Fault => 'problem' in content;

const bare = (name: string): string => name.toLowerCase().replaceAll(/[-_\s]/g, '');
const BY_NAME = new Map<string, Field>([
  ...FIELDS.map((field): [string, Field] => [bare(field), field]),
  ['id', 'requestId'],
]);

/** The field that a name means: `deleteOnRead`, `delete-on-read` and `Delete on read` are one. */
export const fieldNamed = (name: string): Field | undefined => BY_NAME.get(bare(name));

export const FIELD_NAMES = [...FIELDS.filter((field) => field !== 'requestId'), 'id'].join(', ');
