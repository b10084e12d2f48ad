// Compares request bodies: whether there is one, in which media types, and the content that is not a
// form. The fields of a form are compared in inputs.ts, beside the parameters.
import { dereference, type JsonObject, objectOf } from '../document/document.js';
import { type Change, major, minor } from './change.js';
import type { Context, Documents } from './judge.js';
import { compareRequired, compareSchemas } from './schema.js';
import { type Shape, shapeOf } from './shape.js';

const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];

interface Form {
  shape: Shape;
  /** By field: how it is written. */
  encoding: JsonObject;
}

/** The form that an operation takes, in either media type of forms. */
export function findForm(document: JsonObject, operation: JsonObject): Form | undefined {
  const content = objectOf(dereference(document, operation['requestBody'])['content']);
  const type = FORM_TYPES.find((form) => form in content);
  if (type === undefined) return undefined;
  const media = objectOf(content[type]);
  return { shape: shapeOf(document, media['schema']), encoding: objectOf(media['encoding']) };
}

export function compareBodies(
  documents: Documents,
  operation: string,
  before: JsonObject,
  after: JsonObject,
): Change[] {
  const where = `${operation} · body`;
  const old = dereference(documents.before, before['requestBody']);
  const now = dereference(documents.after, after['requestBody']);
  const [had, has] = ['requestBody' in before, 'requestBody' in after];
  const isRequired = now['required'] === true;
  if (!had && has) return addedBody(where, isRequired, hasFormFields(documents.after, after));
  if (had && !has) return hasFormFields(documents.before, before) ? [] : [removedBody(where)];
  const context = { documents, where, direction: 'request' as const };
  return [
    ...compareRequired(context, old['required'] === true, isRequired),
    ...compareMedia(context, objectOf(old['content']), objectOf(now['content'])),
  ];
}

/** The fields of a form are listed one by one when it comes or goes. */
function hasFormFields(document: JsonObject, operation: JsonObject): boolean {
  return (findForm(document, operation)?.shape.properties.size ?? 0) > 0;
}

function addedBody(where: string, isRequired: boolean, isForm: boolean): Change[] {
  if (isRequired) {
    const why = 'Calls without one are refused now.';
    return [major('added', where, 'A body is required now.', why)];
  }
  if (isForm) return [];
  return [minor('added', where, 'A body can be sent now.', 'Calls without one stay valid.')];
}

function removedBody(where: string): Change {
  const why = 'Code that passes one no longer compiles.';
  return major('removed', where, 'A body is no longer accepted.', why);
}

function compareMedia(context: Context, old: JsonObject, now: JsonObject): Change[] {
  const { where } = context;
  const lost = Object.keys(old).filter((type) => !(type in now));
  const found = Object.keys(now).filter((type) => !(type in old));
  const kept = Object.keys(old).filter((type) => type in now && !FORM_TYPES.includes(type));
  const why = 'Released clients may send it so, and the service can refuse it.';
  return [
    ...lost.map((type) => major('removed', where, `It can no longer be sent as ${type}.`, why)),
    ...found.map((type) =>
      minor('added', where, `It can be sent as ${type}.`, 'The other ways still work.'),
    ),
    ...kept.flatMap((type) =>
      compareSchemas(context, objectOf(old[type])['schema'], objectOf(now[type])['schema']),
    ),
  ];
}
