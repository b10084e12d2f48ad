// Texts with names of the document in them, as Markdown that looks as they do and means nothing more.

/** The text as code, whatever backticks are in it. */
export function codeSpan(text: string): string {
  const runs = (text.match(/`+/g) ?? []).map((run) => run.length);
  const fence = '`'.repeat(Math.max(0, ...runs) + 1);
  const space = runs.length > 0 ? ' ' : '';
  return `${fence}${space}${text}${space}${fence}`;
}

/**
 * What GitHub makes more of than Markdown does: people and teams, issues, commits, emoji, formulas. Neither a
 * backslash nor an entity stops it, since it looks at what is shown, but in code it does not look
 * (github/cmark-gfm, issue 181).
 */
const REFERENCE = /[^\s`]*(?:@|#\d|\bGH-\d|\b[\da-f]{7,40}\b|:[\w+-]+:|\$)[^\s`]*/gi;

/** Words that look in Markdown as they look here. */
export function escapeMarkdown(text: string): string {
  const references = text.match(REFERENCE) ?? [];
  const words = text.split(REFERENCE).map(escapeWords);
  return words.reduce((whole, each, at) => `${whole}${codeSpan(references[at - 1] ?? '')}${each}`);
}

function escapeWords(text: string): string {
  return text
    .replace(/[\\`*_<>[\]&~|]/g, '\\$&')
    .replaceAll('://', ':\\//')
    .replace(/\bwww\./gi, (match) => `${match.slice(0, -1)}\\.`);
}
