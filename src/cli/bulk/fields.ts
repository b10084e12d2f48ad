/** The fields of a row, however their names are written, and the row itself. */

import { isSlip, nearest } from '../../check.js';
import { columnName } from '../shell/names.js';

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
export interface RowProblem {
  readonly field?: Field;
  readonly problem: string;
}

/** A row of the file. `row` is its place among the rows, `line` the line where it starts, both from 1. */
export interface Row {
  readonly row: number;
  readonly line: number;
  readonly content: Fields | RowProblem;
}

export const isProblem = (content: Fields | RowProblem): content is RowProblem =>
  'problem' in content;

const normaliseName = (name: string): string => name.toLowerCase().replaceAll(/[-_\s]/g, '');
const BY_NAME = new Map<string, Field>([
  ...FIELDS.map((field): [string, Field] => [normaliseName(field), field]),
  ['id', 'requestId'],
]);

/** The field of a name: `deleteOnRead`, `delete-on-read` and `Delete on read` are the same. */
export const findField = (name: string): Field | undefined => BY_NAME.get(normaliseName(name));

export const COLUMN_NAMES = FIELDS.map(columnName);

const meantColumn = (name: string): string | undefined =>
  nearest(name.replaceAll(/[-_\s]+/g, '-'), COLUMN_NAMES);

/** A name that is not known, where it can be shown. */
export const quoteSlip = (name: string): string =>
  isSlip(name, meantColumn(name)) ? ` "${name}"` : '';

/** For a name that is not known: the column that is probably meant, or all of them. */
export function suggestColumn(name: string): string {
  const meant = meantColumn(name);
  return meant === undefined
    ? `the columns are ${COLUMN_NAMES.join(', ')}`
    : `did you mean ${meant}?`;
}
