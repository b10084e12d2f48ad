// What a document says, where people read it: on one line, short, and with nothing in it that is not seen
// or that a terminal or a workflow would obey.

const LIMIT = 400;

/**
 * Controls, line separators, and marks that nobody sees, some of which change how the rest of a line is
 * seen. Joiners belong to words of some languages.
 */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200C\u200D])\p{Cf}/gu;

/** The text on one line, cut to a length that can be read. */
export function printable(text: string): string {
  const words = text.replace(/\s+/g, ' ');
  const line = escapeUnseen(words.length > LIMIT ? `${words.slice(0, LIMIT - 1)}…` : words);
  // A workflow takes these for commands.
  return line.replace(/^( ?):(?=:)/, '$1: ').replaceAll('##[', '## [');
}

/** Every text in a value of plain data, made printable. */
export function printableTexts<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T;
  if (Array.isArray(value)) return value.map(printableTexts) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, printableTexts(each)] as const);
  return Object.fromEntries(entries) as T;
}

/** The text with escapes in place of what nobody sees; lines stay lines. */
export function escapeUnseen(text: string): string {
  return text.replace(UNSEEN, (character) => (character === '\n' ? '\n' : toEscape(character)));
}

/** The first character of a text that nobody sees, as `\u202e`. */
export function unseenIn(text: string): string | undefined {
  const [found] = text.match(UNSEEN) ?? [];
  return found === undefined ? undefined : toEscape(found);
}

/** As JavaScript writes it. */
function toEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
