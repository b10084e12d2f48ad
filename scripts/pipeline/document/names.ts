// Names for generated code: what TypeScript allows, and how a document's name becomes one.

/** Words that cannot name anything in a module. */
const RESERVED_WORDS = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval
  export extends false finally for function if implements import in instanceof interface let new null
  package private protected public return static super switch this throw true try typeof undefined var
  void while with yield`.split(/\s+/),
);

/** Types built into the language. */
const TYPES = new Set(
  'any bigint boolean never number object string symbol undefined unknown void'.split(' '),
);

/** Whether TypeScript refuses the name for a type. */
export function isReservedType(name: string): boolean {
  return RESERVED_WORDS.has(name) || TYPES.has(name);
}

/**
 * Whether TypeScript refuses the name for an argument, or our step over the output would change it, or every
 * object has it, such as `toString`: a caller who leaves it out would send a function.
 */
export function isReservedArgument(name: string): boolean {
  return RESERVED_WORDS.has(name) || name === 'any' || name in Object.prototype;
}

/**
 * What is left of a name in an identifier, whatever its case: letters and digits, none of them in
 * front. Two names with the same key may become the same identifier, or the same file.
 */
export function nameKey(name: string): string {
  return name
    .replace(/[^a-zA-Z0-9]/g, '')
    .replace(/^\d+/, '')
    .toLowerCase();
}

/** The words of a name or a path, as far as they are letters and digits. */
export function wordsIn(text: string): string[] {
  return text.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
}

/** The name of a path parameter in letters that all tools read, without the pattern that some routers add. */
export function pathParameterName(name: string): string {
  return name
    .replace(/:.*/, '')
    .trim()
    .replaceAll(/[^\w.-]+/g, '_');
}

/** `pet store` becomes `PetStore`; what is upper case stays so. */
export function pascal(text: string): string {
  return wordsIn(text)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `Pet store` becomes `petStore`. */
export function camel(text: string): string {
  const name = pascal(text);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Takes the name, or the name with the first free number behind it, and remembers its key. */
export function takeUnique(name: string, taken: Set<string>, keyOf = nameKey): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${number}`;
    const key = keyOf(candidate);
    if (taken.has(key)) continue;
    taken.add(key);
    return candidate;
  }
}
