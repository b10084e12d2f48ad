/** The OpenAPI document as the sandbox serves it: its operations, found by method and path. */
import type { Operation, Parameter, RequestBody, Route } from './operation.js';

/** An object of the document, before it is known what it holds. */
type Node = Readonly<Record<string, unknown>>;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
/** A reference may point to another; more than these go in a circle. */
const MAX_REFERENCES = 50;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const nodeAt = (node: Node, name: string): Node => {
  const value = node[name];
  return isNode(value) ? value : {};
};
const listAt = (node: Node, name: string): readonly object[] => {
  const value = node[name];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** A path of the document as a pattern of request paths; a parameter is never empty. */
const toPattern = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.*+?^$()[\]\\|]/g, '\\$&').replace(/\{[^}]*\}/g, '([^/]+)')}$`);

/** Puts literal segments before parameters: a brace sorts after all letters and digits. */
const byPath = (one: Operation, other: Operation): number => (one.path < other.path ? -1 : 1);

export class ApiDocument {
  readonly operations: readonly Operation[];
  readonly #patterns = new Map<string, RegExp>();

  /** @param root an OpenAPI 3 document */
  constructor(readonly root: object) {
    const paths = nodeAt(root as Node, 'paths');
    this.operations = Object.entries(paths)
      .flatMap(([path, item]) => this.#readPath(path, this.resolve(item as Node)))
      .sort(byPath);
    for (const { path } of this.operations) this.#patterns.set(path, toPattern(path));
  }

  /** What a reference points to; a reference that points to nothing is an empty object. */
  resolve<Type extends object>(value: Type): Type {
    let found: unknown = value;
    for (let count = 0; count < MAX_REFERENCES && isNode(found); count += 1) {
      const { $ref } = found;
      if (typeof $ref !== 'string') return found as Type;
      found = this.#at($ref);
    }
    return {} as Type;
  }

  /** @param path of a request, without the base path */
  find(method: string, path: string): Route | undefined {
    for (const operation of this.operations) {
      const match = operation.method === method && this.#patterns.get(operation.path)?.exec(path);
      if (!match) continue;
      const names = [...operation.path.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
      const values = names.map((name, at) => [name, decode(match[at + 1] ?? '')] as const);
      return { operation, path: Object.fromEntries(values) };
    }
    return undefined;
  }

  /** The methods of a path; none when the document has no such path. */
  methodsAt(path: string): readonly string[] {
    return this.operations
      .filter((operation) => this.#patterns.get(operation.path)?.test(path))
      .map(({ method }) => method);
  }

  #at(reference: string): unknown {
    let found: unknown = this.root;
    for (const part of reference.replace(/^#\/?/, '').split('/')) {
      const name = decode(part).replaceAll('~1', '/').replaceAll('~0', '~');
      found = isNode(found) ? found[name] : undefined;
    }
    return found;
  }

  #readPath(path: string, item: Node): Operation[] {
    const shared = listAt(item, 'parameters');
    return METHODS.filter((method) => isNode(item[method])).map((method) => {
      const operation = nodeAt(item, method);
      const { operationId, requestBody } = operation;
      const own = [...shared, ...listAt(operation, 'parameters')].map(
        (parameter) => this.resolve(parameter) as Parameter,
      );
      // A later parameter of the same place and name replaces the path's.
      const parameters = new Map(own.map((one) => [`${one.in} ${one.name}`, one]));
      const security = operation['security'] ?? (this.root as Node)['security'];
      return {
        id: typeof operationId === 'string' ? operationId : `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        parameters: [...parameters.values()],
        ...(isNode(requestBody) && { body: this.resolve(requestBody) as unknown as RequestBody }),
        responses: nodeAt(operation, 'responses') as Operation['responses'],
        open: Array.isArray(security) && security.length === 0,
      };
    });
  }
}
