/** The names of fields and options as the help writes them; the library writes them in another way. */

const kebab = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What the outbox needs of its surroundings: no options. */
const REQUIREMENTS = ['node', 'pg', 'pg-boss', '@electric-sql/pglite'];

/** The option of a field: `--request-id` of `requestId`; a variable of the environment keeps its name. */
export function flagName(field: string): string {
  if (/^[A-Z_]+$/.test(field) || REQUIREMENTS.includes(field)) return field;
  return field === 'headers' ? '--header' : `--${kebab(field)}`;
}

/** The column of a field: `delete-on-read` of `deleteOnRead`. */
export const columnName = (field: string): string => (field === 'requestId' ? 'id' : kebab(field));

/** Names the fields in a text of the library. */
export const renameFields = (text: string, name: (field: string) => string): string =>
  text.replace(/\b[a-z]+(?:Id|OnRead|Organization|Country|Retries)\b/g, name);
