// Reading an OpenAPI 3 document for comparison: references, operations, equality. Judges nothing.

/** An object of the document, whose content is not known to be right. */
export type Node = Record<string, unknown>;

export type Side = 'before' | 'after';
export type Documents = Record<Side, Node>;

export interface Operation {
  method: string;
  path: string;
  node: Node;
  /** Parameters of the path, which the operation's own override. */
  shared: unknown[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** The value as an object; anything else counts as empty, since the document is validated elsewhere. */
export function asNode(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Node)
    : {};
}

export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Follows local references until there is an object; one that leads nowhere counts as empty. */
export function resolve(document: Node, value: unknown): Node {
  let found: unknown = value;
  const seen = new Set<string>();
  for (;;) {
    const reference = asText(asNode(found)['$ref']);
    if (reference === undefined) return asNode(found);
    if (seen.has(reference)) return {};
    seen.add(reference);
    found = at(document, reference);
  }
}

function at(document: Node, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined;
  const keys = reference.slice(2).split('/');
  return keys.reduce<unknown>((found, key) => {
    const name = unescape(key);
    const node = asNode(found);
    // Names with braces or spaces may be percent-encoded, since a reference is a URI fragment.
    return name in node ? node[name] : node[decoded(name)];
  }, document);
}

function unescape(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

export function operationsOf(document: Node): Operation[] {
  return Object.entries(asNode(document['paths'])).flatMap(([path, value]) => {
    const item = resolve(document, value);
    return METHODS.filter((method) => method in item).map((method) => ({
      method: method.toUpperCase(),
      path,
      node: asNode(item[method]),
      shared: asList(item['parameters']),
    }));
  });
}

/** The object less some of its keys. */
export function without(node: Node, ...keys: string[]): Node {
  return Object.fromEntries(Object.entries(node).filter(([key]) => !keys.includes(key)));
}

/** Equal in content; the order of keys says nothing in JSON. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => key in b && equal((a as Node)[key], (b as Node)[key]));
}
