// What Swagger 2.0 allows: for each kind of object its keys, and the shape of each value.

/** A kind of object, in the words of the specification. */
export type Kind = keyof typeof KINDS;

/** The shape of a value: a plain one, an object of a kind, a list of them, or a map of them. */
export type Shape =
  | 'any'
  /** A quotation: any value, left as it is. */
  | 'quote'
  | 'text'
  | 'flag'
  | 'number'
  | 'list'
  | 'texts'
  | 'map'
  | 'quotes'
  | 'schemaOrFlag'
  | `${string}Object`
  | `${string}Objects`
  | `${string}Map`;

type Keys = Readonly<Record<string, Shape>>;

/** The keys that parameters, headers and items share with schemas. */
const LIMITS: Keys = {
  type: 'any',
  format: 'text',
  default: 'quote',
  enum: 'quote',
  maximum: 'number',
  exclusiveMaximum: 'any',
  minimum: 'number',
  exclusiveMinimum: 'any',
  maxLength: 'number',
  minLength: 'number',
  pattern: 'text',
  maxItems: 'number',
  minItems: 'number',
  uniqueItems: 'flag',
  multipleOf: 'number',
};

export const KINDS = {
  document: {
    swagger: 'text',
    info: 'infoObject',
    host: 'text',
    basePath: 'text',
    schemes: 'texts',
    consumes: 'texts',
    produces: 'texts',
    paths: 'pathItemMap',
    definitions: 'schemaMap',
    parameters: 'parameterMap',
    responses: 'responseMap',
    securityDefinitions: 'securitySchemeMap',
    security: 'list',
    tags: 'tagObjects',
    externalDocs: 'externalDocsObject',
  },
  info: {
    title: 'text',
    description: 'text',
    termsOfService: 'text',
    contact: 'contactObject',
    license: 'licenseObject',
    version: 'text',
  },
  contact: { name: 'text', url: 'text', email: 'text' },
  license: { name: 'text', url: 'text' },
  externalDocs: { description: 'text', url: 'text' },
  tag: { name: 'text', description: 'text', externalDocs: 'externalDocsObject' },
  pathItem: {
    $ref: 'text',
    get: 'operationObject',
    put: 'operationObject',
    post: 'operationObject',
    delete: 'operationObject',
    options: 'operationObject',
    head: 'operationObject',
    patch: 'operationObject',
    parameters: 'parameterObjects',
  },
  operation: {
    tags: 'texts',
    summary: 'text',
    description: 'text',
    externalDocs: 'externalDocsObject',
    operationId: 'text',
    consumes: 'texts',
    produces: 'texts',
    parameters: 'parameterObjects',
    responses: 'responseMap',
    schemes: 'texts',
    deprecated: 'flag',
    security: 'list',
  },
  parameter: {
    ...LIMITS,
    $ref: 'text',
    name: 'text',
    in: 'text',
    description: 'text',
    required: 'flag',
    schema: 'schemaObject',
    allowEmptyValue: 'flag',
    items: 'schemaObject',
    collectionFormat: 'text',
    example: 'quote',
    deprecated: 'flag',
  },
  response: {
    $ref: 'text',
    description: 'text',
    schema: 'schemaObject',
    headers: 'headerMap',
    examples: 'quotes',
  },
  header: { ...LIMITS, description: 'text', items: 'schemaObject', collectionFormat: 'text' },
  securityScheme: {
    type: 'text',
    description: 'text',
    name: 'text',
    in: 'text',
    flow: 'text',
    authorizationUrl: 'text',
    tokenUrl: 'text',
    scopes: 'map',
  },
  // Also what OpenAPI 3.0 adds to Swagger 2.0: the conversion keeps it.
  schema: {
    ...LIMITS,
    $ref: 'text',
    title: 'text',
    description: 'text',
    maxProperties: 'number',
    minProperties: 'number',
    required: 'any',
    items: 'schemaObject',
    allOf: 'schemaObjects',
    oneOf: 'schemaObjects',
    anyOf: 'schemaObjects',
    not: 'schemaObject',
    properties: 'schemaMap',
    additionalProperties: 'schemaOrFlag',
    discriminator: 'any',
    readOnly: 'flag',
    writeOnly: 'flag',
    nullable: 'flag',
    deprecated: 'flag',
    xml: 'map',
    externalDocs: 'externalDocsObject',
    example: 'quote',
    collectionFormat: 'text',
  },
} as const satisfies Readonly<Record<string, Keys>>;
