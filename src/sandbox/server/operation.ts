/** The parts of an OpenAPI document, as far as the sandbox reads them. */

/** A schema, as far as it is read here; ajv and the sampler read the rest. */
export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly name: string;
  readonly required?: boolean;
  readonly schema?: Schema;
  readonly content?: Readonly<Record<string, MediaType>>;
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowEmptyValue?: boolean;
}

export interface MediaType {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, object>>;
  readonly encoding?: Readonly<Record<string, { style?: string; explode?: boolean }>>;
}

export interface RequestBody {
  readonly required?: boolean;
  readonly content: Readonly<Record<string, MediaType>>;
}

export interface ResponseObject {
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, MediaType>>;
}

export interface Operation {
  readonly id: string;
  /** In upper case. */
  readonly method: string;
  /** Without the base path: `/group/{group_token}/`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: RequestBody;
  readonly responses: Readonly<Record<string, object>>;
  /** Whether it may be called without credentials. */
  readonly open: boolean;
}

/** An operation, and the values that its path holds. */
export interface Route {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
}
