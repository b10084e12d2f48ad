// What the generator's output needs to compile and to be used, as steps over the text of one file.
import { restoreWireNames } from './argument-names.js';

/** One file of the output, mended. */
export function mendOutput(file: string, text: string, wireNames: readonly string[]): string {
  const mended = withUnknown(withPromises(withExtensions(text)));
  if (file === 'core/ApiRequestOptions.ts') return withUndefined(mended);
  if (file.startsWith('core/')) return mended;
  return restoreWireNames(withIndexSignatures(mended), wireNames);
}

/** Relative imports name files, as Node and `nodenext` demand of ESM. */
export function withExtensions(text: string): string {
  return text.replace(
    /^((?:import|export) [^'\n]*from ')(\.{1,2}\/[^'\n]*?)(?:\.js)?';$/gm,
    "$1$2.js';",
  );
}

/** Comments, strings and template literals: no step looks into them. */
const quoted = String.raw`\/\*[^]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|${'`'}(?:\\.|[^${'`'}\\])*${'`'}`;

/** The type `any`; not a property, an argument or a member of that name. */
const anyType = new RegExp(String.raw`${quoted}|(?<![.\w$])any(?![\w$]|\s*\??:)`, 'g');

/** What is not known is `unknown`: the compiler makes its user look, where `any` looks away. */
export function withUnknown(text: string): string {
  return text.replace(anyType, (match) => (match === 'any' ? 'unknown' : match));
}

const cancelable = new RegExp(
  String.raw`^(?:import|export) [^'\n]*\bCancelablePromise\b[^'\n]* from '.*';\n|${quoted}|\bCancelablePromise\b`,
  'gm',
);

/** Methods return a plain `Promise`: a signal ends a call, and the generator's own promise is left out. */
export function withPromises(text: string): string {
  return text.replace(cancelable, (match) => {
    if (match === 'CancelablePromise') return 'Promise';
    return /^(?:im|ex)port /.test(match) ? '' : match;
  });
}

/** A service passes on an optional argument as it is, so that an option may be undefined. */
export function withUndefined(text: string): string {
  return text.replace(/(\?: )([^;]+);/g, '$1$2 | undefined;');
}

const recordOrBracket = new RegExp(String.raw`${quoted}|\bRecord<string, |<|>`, 'g');

/** A dictionary may hold its own type when it is written out, and not as a `Record`. */
export function withIndexSignatures(text: string): string {
  if (!text.includes('Record<string, ')) return text;
  const open: boolean[] = [];
  return text.replace(recordOrBracket, (match) => {
    if (match === 'Record<string, ') {
      open.push(true);
      return '{ [key: string]: ';
    }
    if (match === '<') open.push(false);
    return match === '>' && open.pop() === true ? ' }' : match;
  });
}
