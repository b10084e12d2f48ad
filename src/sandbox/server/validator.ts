/** Validates requests by the OpenAPI document. Its reasons repeat nothing of the request. */
import type { OperationId } from '../state/records.js';
import { ajvFormats, OpenAPIValidator } from '../vendor.js';

type Definition = ConstructorParameters<typeof OpenAPIValidator>[0]['definition'];

const FORM = 'application/x-www-form-urlencoded';

/** Fields by name; one that came more than once is a list, until its type in the document is known. */
type Fields = Record<string, unknown>;

/** The parts of a request that the document describes. */
export interface RequestParts {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Validation {
  /** Why the request is not valid; empty when it is. */
  readonly reasons: readonly string[];
  readonly query: Readonly<Fields>;
  /** The form's fields, in the types that the document gives them. */
  readonly form: Readonly<Fields>;
}

/** An error as ajv gives it. */
interface SchemaError {
  readonly instancePath: string;
  readonly message?: string | undefined;
}

const PLACES: Readonly<Record<string, string>> = {
  requestBody: 'form',
  query: 'query',
  header: 'header',
};

function readFields(pairs: URLSearchParams, names: Iterable<string> = pairs.keys()): Fields {
  const fields = [...new Set(names)].map((name) => {
    const values = pairs.getAll(name);
    return [name, values.length > 1 ? values : values[0]] as const;
  });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

/** Without empty values: by OpenAPI an empty parameter counts as absent, unless the document says otherwise. */
const withoutEmpty = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

/** Place and problem: `form ttl: must be integer`. Neither holds a value of the request. */
function describeError({ instancePath, message = 'is not valid' }: SchemaError): string {
  const [, place = '', ...names] = instancePath.split('/');
  return `${[PLACES[place] ?? 'request', ...names].join(' ')}: ${message}`;
}

export class RequestValidator {
  readonly #validator: OpenAPIValidator;

  /** @param definition an OpenAPI 3 document */
  constructor(definition: object) {
    this.#validator = new OpenAPIValidator({
      definition: definition as Definition,
      // Compiled at the first request of each operation, so that starting is quick.
      lazyCompileValidators: true,
      // Unknown formats are ignored, without a warning.
      ajvOpts: { coerceTypes: 'array', allErrors: true, logger: false },
      customizeAjv: (ajv) => {
        ajvFormats.default(ajv);
        return ajv;
      },
    });
  }

  /** @param path without the base path */
  findOperation(method: string, path: string): OperationId | undefined {
    const operations = this.#validator.router.getOperations();
    const found = operations.find(
      (one) => one.path === path && one.method === method.toLowerCase(),
    );
    return found?.operationId;
  }

  validate(operationId: OperationId, request: RequestParts): Validation {
    const operation = this.#validator.router.getOperation(operationId);
    const { method, path, headers, body } = request;
    // Only the document's parameters: a request may carry others, and this API ignores them.
    const declared = (operation?.parameters ?? []).flatMap((parameter) =>
      'name' in parameter && parameter.in === 'query' ? [parameter.name] : [],
    );
    const query = withoutEmpty(readFields(request.query, declared));
    const type = (headers['content-type'] ?? FORM).split(';')[0]?.trim().toLowerCase();
    const takesBody = operation?.requestBody !== undefined;
    if (takesBody && body !== '' && type !== FORM) {
      return { query, form: {}, reasons: [`header content-type: must be ${FORM}`] };
    }
    const form = takesBody && body !== '' ? readFields(new URLSearchParams(body)) : undefined;
    const { errors } = this.#validator.validateRequest(
      // The validator converts the form's texts to the document's types, in place.
      {
        method,
        path,
        query: { ...query } as Record<string, string>,
        headers: withoutEmpty({ ...headers }) as Record<string, string>,
        body: form,
      },
      operation,
    );
    return { query, form: form ?? {}, reasons: [...new Set((errors ?? []).map(describeError))] };
  }
}
