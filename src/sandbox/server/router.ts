/** Finds the operation of a request: the document's, or one that known clients have. */
import { ApiDocument } from './document.js';
import type { Route } from './operation.js';
import { KNOWN_CLIENTS_DOCUMENT } from './known-clients.js';
import type { Remarks } from './remarks.js';
import { refusal, type Reply } from './reply.js';

export const BASE_PATH = '/v2';
/** The version that some known clients still name. */
const FORMER_BASE_PATH = '/v1';

/** A request, as far as its operation is found by it. */
export interface Target {
  readonly method: string;
  /** With the base path. */
  readonly path: string;
}

/** The part of a path below the base path; undefined when it lies elsewhere. */
const below = (base: string, path: string): string | undefined =>
  path.startsWith(`${base}/`) ? path.slice(base.length) : undefined;

export class Router {
  readonly clients = new ApiDocument(KNOWN_CLIENTS_DOCUMENT);

  constructor(private readonly document: ApiDocument) {}

  /** The names of all operations. */
  get operations(): readonly string[] {
    const all = [...this.document.operations, ...this.clients.operations];
    return [...new Set(all.map(({ id }) => id))];
  }

  find({ method, path }: Target, remarks: Remarks): Route | undefined {
    const exact = below(BASE_PATH, path);
    const route = exact === undefined ? undefined : this.document.find(method, exact);
    return route ?? (remarks.strict ? undefined : this.#findLoosely(method, path, remarks));
  }

  /** The refusal of a request that there is no operation for. */
  refuse({ method, path }: Target, remarks: Remarks): Reply {
    const exact = below(BASE_PATH, path);
    if (exact === undefined) return refusal(404, `The API is below ${BASE_PATH}.`);
    const found = this.document.methodsAt(exact);
    const methods = found.length > 0 || remarks.strict ? found : this.#methodsAt(withSlash(exact));
    if (methods.length === 0) {
      return refusal(404, 'The document has no such path. Paths end in a slash.');
    }
    const allowed = methods.join(', ');
    const message = `The document has this path with ${allowed} only, not with ${method}.`;
    return { ...refusal(405, message), headers: { Allow: allowed } };
  }

  #methodsAt(path: string): readonly string[] {
    return [...new Set([...this.document.methodsAt(path), ...this.clients.methodsAt(path)])];
  }

  #findLoosely(method: string, path: string, remarks: Remarks): Route | undefined {
    const former = below(FORMER_BASE_PATH, path);
    const found = below(BASE_PATH, path) ?? former;
    if (found === undefined) return undefined;
    const complete = withSlash(found);
    const documented = this.document.find(method, complete);
    const route = documented ?? this.clients.find(method, complete);
    if (route === undefined) return undefined;
    const { operation } = route;
    if (former !== undefined)
      remarks.depart(`the path begins with ${FORMER_BASE_PATH}, not ${BASE_PATH}`);
    if (complete !== found)
      remarks.depart(`the path has no slash at its end, as in ${operation.path}`);
    if (documented === undefined) {
      remarks.depart(`${method} ${operation.path} is not in the document; known clients send it`);
    }
    return route;
  }
}

const withSlash = (path: string): string => (path.endsWith('/') ? path : `${path}/`);
