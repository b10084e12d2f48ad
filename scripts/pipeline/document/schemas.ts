// The walks over all schemas of a document, wherever they stand.
import type { Json, JsonObject } from './document.js';
import { isObject, objectOf, objectsIn, operationsOf, textAt } from './document.js';

/** Called for each schema, the outer before the inner. */
export type SchemaVisitor = (schema: JsonObject, where: string) => void;

/** Visits the schemas of definitions, bodies and responses. */
export function visitSchemas(document: JsonObject, visit: SchemaVisitor): void {
  visitMap(document['definitions'], '#/definitions', visit);
  visitResponses(document['responses'], '#/responses', visit);
  for (const { operation, place } of operationsOf(document)) {
    for (const parameter of objectsIn(operation['parameters'])) {
      visitSchema(parameter['schema'], `${place} ${textAt(parameter, 'name')}`, visit);
    }
    visitResponses(operation['responses'], place, visit);
  }
}

/** The same for an OpenAPI 3 document whose operations list all their parameters themselves. */
export function visitOpenapiSchemas(document: JsonObject, visit: SchemaVisitor): void {
  const components = objectOf(document['components']);
  visitMap(components['schemas'], '#/components/schemas', visit);
  visitContents(components['responses'], '#/components/responses', visit);
  for (const { operation, place } of operationsOf(document)) {
    for (const { schema } of objectsIn(operation['parameters'])) visitSchema(schema, place, visit);
    visitContents({ requestBody: operation['requestBody'] ?? {} }, place, visit);
    visitContents(operation['responses'], place, visit);
  }
}

/** All schemas of an OpenAPI 3 document, each once, the outer before the inner. */
export function openapiSchemas(document: JsonObject): Set<JsonObject> {
  const schemas = new Set<JsonObject>();
  visitOpenapiSchemas(document, (schema) => schemas.add(schema));
  return schemas;
}

function visitContents(holders: Json | undefined, where: string, visit: SchemaVisitor): void {
  for (const [name, holder] of Object.entries(objectOf(holders))) {
    for (const media of Object.values(objectOf(objectOf(holder)['content']))) {
      visitSchema(objectOf(media)['schema'], `${where} ${name}`, visit);
    }
  }
}

/** Visits what parameters and headers have in place of a schema: themselves, and their items. */
export function visitPrimitives(document: JsonObject, visit: SchemaVisitor): void {
  const visitItems = (value: JsonObject, where: string): void => {
    visit(value, where);
    if (isObject(value['items'])) visitItems(value['items'], `${where} items`);
  };
  for (const { operation, place } of operationsOf(document)) {
    for (const parameter of objectsIn(operation['parameters'])) {
      if (parameter['in'] === 'body') continue;
      visitItems(parameter, `${place} ${textAt(parameter, 'name')}`);
    }
    for (const response of Object.values(objectOf(operation['responses']))) {
      for (const [name, header] of Object.entries(objectOf(objectOf(response)['headers']))) {
        if (isObject(header)) visitItems(header, `${place} header ${name}`);
      }
    }
  }
}

function visitResponses(responses: Json | undefined, where: string, visit: SchemaVisitor): void {
  for (const [code, response] of Object.entries(objectOf(responses))) {
    visitSchema(objectOf(response)['schema'], `${where} ${code}`, visit);
  }
}

function visitMap(map: Json | undefined, where: string, visit: SchemaVisitor): void {
  for (const [name, schema] of Object.entries(objectOf(map))) {
    visitSchema(schema, `${where}/${name}`, visit);
  }
}

function visitSchema(schema: Json | undefined, where: string, visit: SchemaVisitor): void {
  if (!isObject(schema)) return;
  visit(schema, where);
  visitMap(schema['properties'], `${where}/properties`, visit);
  for (const key of ['items', 'not', 'additionalProperties']) {
    visitSchema(schema[key], `${where}/${key}`, visit);
  }
  for (const key of ['allOf', 'anyOf', 'oneOf', 'x-anyOf', 'x-oneOf']) {
    for (const [index, member] of objectsIn(schema[key]).entries()) {
      visitSchema(member, `${where}/${key}/${index}`, visit);
    }
  }
  visitSchema(schema['x-not'], `${where}/x-not`, visit);
}
