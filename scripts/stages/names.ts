// Names for generated code: what of a document's name survives in TypeScript, and names made of words.

/** Names that would clash with the language, or with what every generated method already has. */
const reserved = new Set(
  `abstract any arguments as async await boolean break case catch class const constructor continue
  debugger declare default delete do else enum eval export extends false finally for from function get
  if implements import in infer instanceof interface is keyof let module namespace never new null
  number object of package private protected prototype public readonly return set static string super
  switch symbol this throw true try type typeof undefined unique unknown var void while with yield`.split(
    /\s+/,
  ),
);

export function isReserved(name: string): boolean {
  return reserved.has(name);
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
export function words(text: string): string[] {
  return text.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
}

/** `pet store` becomes `PetStore`; what is upper case stays so. */
export function pascal(text: string): string {
  return words(text)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `Pet store` becomes `petStore`. */
export function camel(text: string): string {
  const name = pascal(text);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Takes the name, or the name with the first free number behind it, and remembers its key. */
export function takeUnique(name: string, taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${number}`;
    const key = nameKey(candidate);
    if (taken.has(key)) continue;
    taken.add(key);
    return candidate;
  }
}
