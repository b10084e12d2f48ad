// What the document says, in TypeScript. The generator is given a mark in place of each text; this
// writes the text where the mark stands in its output. Nothing else brings a text of the document there.
import { escapeUnseen } from '../../document/printable.js';

/** Stands before and behind the number of a text that becomes a literal. */
const LITERAL = '\u0001';

/** The same for one that becomes a part of a comment. */
const COMMENT = '\u0002';

/** The same for a list of texts and numbers that becomes a union of literals. */
const UNION = '\u0003';

const MARKS = new RegExp(
  [
    `(['\`])${LITERAL}(\\d+)${LITERAL}[\\w.[\\]$:-]*\\1`,
    // The look at what is before it comes last: at each place of a long line it would read all of that.
    `${COMMENT}(\\d+)${COMMENT}$(?<=^[ \\t]*\\*.*)`,
    `'${UNION}(\\d+)${UNION}'`,
    // A mark in any other place.
    `([${LITERAL}${COMMENT}${UNION}])`,
  ].join('|'),
  'gm',
);

/** The texts of one document, by the marks that stand for them. */
export class Texts {
  readonly #numbers = new Map<string, number>();
  readonly #unions: (readonly (string | number)[])[] = [];

  /** What stands for a text that becomes a literal; the generator makes an argument of the name. */
  literal(text: string, name = ''): string {
    return `${LITERAL}${this.#number(text)}${LITERAL}${name}`;
  }

  /** What stands for a text in a comment. */
  comment(text: string): string {
    return `${COMMENT}${this.#number(text)}${COMMENT}`;
  }

  /** What stands for a union of literals: the generator compares each of its members with all others. */
  union(members: readonly (string | number)[]): string {
    for (const member of members) if (typeof member === 'string') this.#number(member);
    return `${UNION}${this.#unions.push(members) - 1}${UNION}`;
  }

  /** Every text that may be a literal of the output. */
  get all(): ReadonlySet<string> {
    return new Set(this.#numbers.keys());
  }

  /** The generator's output with the texts in place of their marks. */
  write(output: string): string {
    const texts = [...this.#numbers.keys()];
    type Match = [string, ...(string | undefined)[]];
    return output.replace(MARKS, (...[, quote, literal, comment, union, other]: Match) => {
      if (other !== undefined) throw new Error('a text stands where no text can');
      if (comment !== undefined) return toComment(texts[Number(comment)] ?? '');
      if (union !== undefined) return toUnion(this.#unions[Number(union)] ?? []);
      const text = texts[Number(literal)] ?? '';
      return quote === '`' ? toTemplate(text) : toLiteral(text);
    });
  }

  #number(text: string): number {
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }
}

/** A text, or texts in lists and objects, as a literal of TypeScript in which nothing is unseen. */
export function toLiteral(value: unknown): string {
  return escapeUnseen(JSON.stringify(value));
}

/** One type for all of them, whatever stands beside it. */
function toUnion(members: readonly (string | number)[]): string {
  return `(${members.map(toLiteral).join(' | ')})`;
}

/** The same between backticks. */
function toTemplate(text: string): string {
  const inner = toLiteral(text).slice(1, -1).replaceAll('\\"', '"');
  return `\`${inner.replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}

/** The text as lines of a comment, which it cannot end. */
function toComment(text: string): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
  const comment = lines.map((line) => line.trim().replaceAll('\t', ' ')).join('\n * ');
  return escapeUnseen(comment).replaceAll('*/', '*\\/');
}
