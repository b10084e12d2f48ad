// Corrections of the generator's output, each over the text of one file.
import type { Texts } from './texts.js';

/** What every generated file begins with. */
export const HEADER = `/* generated using openapi-typescript-codegen -- do not edit */
/* istanbul ignore file */
/* tslint:disable */
/* eslint-disable */
`;

/** One file of the output, corrected, with the document's texts in it. */
export function correctOutput(file: string, text: string, texts: Texts): string {
  const corrected = withUnknown(withPromises(withExtensions(text)));
  if (file === 'core/ApiRequestOptions.ts') return withUndefined(corrected);
  if (file.startsWith('core/')) return texts.write(corrected);
  return texts.write(withIndexSignatures(withInternals(withOptionalArguments(corrected))));
}

/** The text of generated/types.ts: what the document defines, for users to name. */
export function typesModule(files: readonly string[]): string {
  const lines = files.toSorted().flatMap((file) => {
    const [, path, name] =
      /^((?:models\/|services\/|(?=TigerConnectApi))(\w+))\.ts$/.exec(file) ?? [];
    return path === undefined ? [] : [`export type { ${name} } from './${path}.js';\n`];
  });
  return `${HEADER}${lines.join('')}`;
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

/** A method with its arguments, whose types stand one level further in than the method. */
const ARGUMENTS = /^( {4}public \w+\(\{\n[^]*?^ {4}\}: \{\n)([^]*?)(^ {4}\})(?=\): )/gm;
const REQUIRED_ARGUMENT = /^ {8}\w+: /m;

/** Where all arguments may be left out, their object may be too; so the first such argument breaks no caller. */
export function withOptionalArguments(text: string): string {
  return text.replace(ARGUMENTS, (method, names: string, types: string, end: string) =>
    REQUIRED_ARGUMENT.test(types) ? method : `${names}${types}${end} = {}`,
  );
}

const SERVICE_CONSTRUCTOR = 'constructor(public readonly httpRequest: BaseHttpRequest) {}';
const OWN_PROPERTY = `public readonly httpRequest: BaseHttpRequest;
    constructor(httpRequest: BaseHttpRequest) { this.httpRequest = httpRequest; }`;
const MADE_OF =
  /^( +)(?=constructor\(|public readonly (?:httpRequest|request): BaseHttpRequest;)/gm;

/** How the classes are made is no part of the package's types: users get them ready. */
export function withInternals(text: string): string {
  return text.replace(SERVICE_CONSTRUCTOR, OWN_PROPERTY).replace(MADE_OF, '$1/** @internal */\n$1');
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
