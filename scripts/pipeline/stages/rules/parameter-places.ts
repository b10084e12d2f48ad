// Gives every parameter a name and a place that HTTP has, and every request at most one body.
import type { JsonObject, Operation } from '../../document/document.js';
import { objectOf, objectsIn, operationsOf, textOf, textAt } from '../../document/document.js';
import type { AddNote, Rule } from './rule.js';

const PLACES = new Map<string, string>(
  Object.entries({
    query: 'query',
    querystring: 'query',
    path: 'path',
    url: 'path',
    header: 'header',
    headers: 'header',
    formdata: 'formData',
    form: 'formData',
    body: 'body',
  }),
);

export const parameterPlaces: Rule = {
  name: 'parameter-places',
  why: 'A parameter without a name or a place cannot be sent, and a request has one body: fields or a document.',
  apply(document, note) {
    for (const entry of operationsOf(document)) {
      const usable = objectsIn(entry.operation['parameters']).filter((parameter) =>
        correctPlace(parameter, entry, note),
      );
      const parameters = joinBodies(moveFormToQuery(usable, entry, note), entry, note);
      if (parameters.length > 0) entry.operation['parameters'] = parameters;
      else delete entry.operation['parameters'];
    }
  },
};

/** Corrects name and place; false when the parameter cannot be sent. */
function correctPlace(
  parameter: JsonObject,
  { path, place: where }: Operation,
  note: AddNote,
): boolean {
  const name = textOf(parameter['name'])?.trim() ?? '';
  const given = textAt(parameter, 'in');
  const byPath = path.includes(`{${name}}`) && name !== '' ? 'path' : 'query';
  const word = given.toLowerCase().replace(/[^a-z]/g, '');
  const known = PLACES.get(word) ?? byPath;
  if (known !== given) {
    const lost = PLACES.has(word) ? undefined : given;
    note(where, `the place "${given}" of the parameter "${name}" is taken as ${known}`, lost);
  }
  parameter['in'] = known;
  if (name === '' && known !== 'body') {
    note(where, `dropped a parameter without a name: ${JSON.stringify(parameter)}`, parameter);
    return false;
  }
  parameter['name'] = name === '' ? 'body' : name;
  return true;
}

/** A request without a body cannot have form fields: they go into its query. */
function moveFormToQuery(parameters: JsonObject[], entry: Operation, note: AddNote): JsonObject[] {
  if (!['get', 'head'].includes(entry.method)) return parameters;
  for (const parameter of parameters) {
    if (parameter['in'] !== 'formData') continue;
    parameter['in'] = 'query';
    const name = JSON.stringify(parameter['name']);
    note(entry.place, `has no body; its form field ${name} is moved to the query`);
  }
  const named = new Map(
    parameters.map((one) => [`${textAt(one, 'in')} ${textAt(one, 'name')}`, one]),
  );
  return [...named.values()];
}

function joinBodies(
  parameters: JsonObject[],
  { place: where, method }: Operation,
  note: AddNote,
): JsonObject[] {
  const bodies = parameters.filter((one) => one['in'] === 'body');
  if (bodies.length > 0 && ['get', 'head'].includes(method)) {
    note(where, `${method.toUpperCase()} has a body; few servers and no fetch accept one`);
  }
  const hasFields = parameters.some((one) => one['in'] === 'formData');
  if (bodies.length + (hasFields ? 1 : 0) < 2) return parameters;
  const others = parameters.filter((one) => one['in'] !== 'body');
  if (hasFields) {
    const names = bodies.map((one) => JSON.stringify(one['name'])).join(', ');
    const schemas = bodies.map((one) => one['schema'] ?? null);
    note(where, `has form fields and a body; the body ${names} is sent as a form field`, schemas);
    return [...others, ...bodies.map(toFormField)];
  }
  note(where, `has ${bodies.length} bodies; they become the properties of one`);
  return [...others, mergeBodies(bodies)];
}

function toFormField({ schema, ...parameter }: JsonObject): JsonObject {
  const { type, format, items } = objectOf(schema);
  const plain = typeof type === 'string' && type !== 'object' && type !== 'array';
  if (plain)
    return { ...parameter, in: 'formData', type, ...(format === undefined ? {} : { format }) };
  if (type === 'array' && textOf(objectOf(items)['$ref']) === undefined) {
    return { ...parameter, in: 'formData', type, items: items ?? {} };
  }
  return { ...parameter, in: 'formData', type: 'string', format: 'json' };
}

function mergeBodies(bodies: JsonObject[]): JsonObject {
  const properties = Object.fromEntries(
    bodies.map((body) => [textAt(body, 'name'), objectOf(body['schema'])]),
  );
  const required = bodies
    .filter((body) => body['required'] === true)
    .map((body) => textAt(body, 'name'));
  const schema = { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
  return { in: 'body', name: 'body', required: required.length > 0, schema };
}
