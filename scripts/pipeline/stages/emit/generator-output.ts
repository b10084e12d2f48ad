// Corrections of the generator's output, each over the text of one file.
import type { Texts } from './texts.js';

/** One file of the output, corrected, with the document's texts in it. */
export function correctOutput(file: string, text: string, texts: Texts): string {
  const corrected = withUnknown(withPromises(withExtensions(text)));
  if (file === 'core/ApiRequestOptions.ts') return withUndefined(corrected);
  return texts.write(file.startsWith('core/') ? corrected : withIndexSignatures(corrected));
}

/** Relative imports name files, as ESM in Node and `nodenext` need. */
export function withExtensions(text: string): string {
  return text.replace(
    /^((?:import|export) [^'\n]*from ')(\.{1,2}\/[^'\n]*?)(?:\.js)?';$/gm,
    "$1$2.js';",
  );
}

/** Comments, strings and template literals: no step looks into them. */
const QUOTED = String.raw`\/\*[^]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|${'`'}(?:\\.|[^${'`'}\\])*${'`'}`;

/** The type `any`; not a property, an argument or a member of that name. */
const ANY_TYPE = new RegExp(String.raw`${QUOTED}|(?<![.\w$])any(?![\w$]|\s*\??:)`, 'g');

/** `unknown` for `any`: the compiler then makes users check such a value. */
export function withUnknown(text: string): string {
  return text.replace(ANY_TYPE, (match) => (match === 'any' ? 'unknown' : match));
}

const CANCELABLE = new RegExp(
  String.raw`^(?:import|export) [^'\n]*\bCancelablePromise\b[^'\n]* from '.*';\n|${QUOTED}|\bCancelablePromise\b`,
  'gm',
);

/** Methods return a plain `Promise`: a signal ends a call, and the generator's own promise is left out. */
export function withPromises(text: string): string {
  return text.replace(CANCELABLE, (match) => {
    if (match === 'CancelablePromise') return 'Promise';
    return /^(?:im|ex)port /.test(match) ? '' : match;
  });
}

/** A service passes on an optional argument as it is, so that an option may be undefined. */
export function withUndefined(text: string): string {
  return text.replace(/(\?: )([^;]+);/g, '$1$2 | undefined;');
}

const RECORD_OR_BRACKET = new RegExp(String.raw`${QUOTED}|\bRecord<string, |<|>`, 'g');

/** A dictionary may hold its own type when it is written out, and not as a `Record`. */
export function withIndexSignatures(text: string): string {
  if (!text.includes('Record<string, ')) return text;
  const open: boolean[] = [];
  return text.replace(RECORD_OR_BRACKET, (match) => {
    if (match === 'Record<string, ') {
      open.push(true);
      return '{ [key: string]: ';
    }
    if (match === '<') open.push(false);
    return match === '>' && open.pop() === true ? ' }' : match;
  });
}
