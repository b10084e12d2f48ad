/** Judges requests by the OpenAPI document, and says why not without repeating what they held. */
import type { OperationId } from '../state/records.js';
import { ajvFormats, OpenAPIValidator } from '../vendor.js';

type Definition = ConstructorParameters<typeof OpenAPIValidator>[0]['definition'];

const FORM = 'application/x-www-form-urlencoded';

/** Fields by name; one that came more than once is a list, until its type in the document is known. */
type Fields = Record<string, unknown>;

/** A request as far as the document speaks of it. */
export interface RequestParts {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Verdict {
  /** Why the request is not valid; empty when it is. */
  readonly reasons: readonly string[];
  readonly query: Readonly<Fields>;
  /** The form's fields, in the types that the document gives them. */
  readonly form: Readonly<Fields>;
}

interface Fault {
  readonly instancePath: string;
  readonly message?: string | undefined;
}

const PLACES: Readonly<Record<string, string>> = {
  requestBody: 'form',
  query: 'query',
  header: 'header',
};

function fieldsOf(pairs: URLSearchParams, names: Iterable<string> = pairs.keys()): Fields {
  const fields = [...new Set(names)].map((name) => {
    const values = pairs.getAll(name);
    return [name, values.length > 1 ? values : values[0]] as const;
  });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

/** Without what is empty: by OpenAPI an empty parameter is as good as none, unless it says otherwise. */
const given = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

/** Says where and what: `form ttl: must be integer`. Neither part holds a value that came. */
function reasonOf({ instancePath, message = 'is not valid' }: Fault): string {
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
      // What is not a format of OpenAPI or JSON Schema says nothing to a validator.
      ajvOpts: { coerceTypes: 'array', allErrors: true, logger: false },
      customizeAjv: (ajv) => {
        ajvFormats.default(ajv);
        return ajv;
      },
    });
  }

  /** The operation of a method and a path below the base path. */
  operationOf(method: string, path: string): OperationId | undefined {
    const operations = this.#validator.router.getOperations();
    const found = operations.find(
      (one) => one.path === path && one.method === method.toLowerCase(),
    );
    return found?.operationId as OperationId | undefined;
  }

  validate(operationId: OperationId, request: RequestParts): Verdict {
    const operation = this.#validator.router.getOperation(operationId);
    const { method, path, headers, body } = request;
    // The document's parameters only: HTTP lets a request carry others, and this API ignores them.
    const declared = (operation?.parameters ?? []).flatMap((parameter) =>
      'name' in parameter && parameter.in === 'query' ? [parameter.name] : [],
    );
    const query = given(fieldsOf(request.query, declared));
    const type = (headers['content-type'] ?? FORM).split(';')[0]?.trim().toLowerCase();
    const takesBody = operation?.requestBody !== undefined;
    if (takesBody && body !== '' && type !== FORM) {
      return { query, form: {}, reasons: [`header content-type: must be ${FORM}`] };
    }
    const form = takesBody && body !== '' ? fieldsOf(new URLSearchParams(body)) : undefined;
    const { errors } = this.#validator.validateRequest(
      // The validator turns the form's texts into the types of the document, in place.
      {
        method,
        path,
        query: { ...query } as Record<string, string>,
        headers: given({ ...headers }) as Record<string, string>,
        body: form,
      },
      operation,
    );
    return { query, form: form ?? {}, reasons: [...new Set((errors ?? []).map(reasonOf))] };
  }
}
