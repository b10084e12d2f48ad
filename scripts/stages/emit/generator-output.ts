// What the generator's output needs, as steps over the text of one file.

/** One file of the output, mended. */
export function mendOutput(file: string, text: string, _wireNames: string[]): string {
  const steps = [withExtensions, withUnknown, withUndefined];
  return steps.reduce((mended, step) => step(mended, file), text);
}

/** Relative imports name files, as Node and `nodenext` demand of ESM. */
export function withExtensions(text: string): string {
  return text.replace(/(\bfrom ')(\.{1,2}\/[^']*?)(?:\.js)?(';)/g, '$1$2.js$3');
}

/** Comments, strings and template literals, to be passed over; or the type `any`, where no property is named so. */
const anyType =
  /\/\*[^]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|(?<![.\w$])any(?![\w$]|\s*\??:)/g;

/** What is not known is `unknown`: the compiler makes its user look, where `any` looks away. */
export function withUnknown(text: string): string {
  return text.replace(anyType, (match) => (match === 'any' ? 'unknown' : match));
}

/** A service passes on an optional argument as it is, so that the option may be undefined. */
export function withUndefined(text: string, file: string): string {
  if (!file.endsWith('ApiRequestOptions.ts')) return text;
  return text.replace(/(\?: )([^;]+);/g, '$1$2 | undefined;');
}
