// Compares request bodies: whether there is one, in which media types, and the content that is not a
// form. The fields of a form are compared in inputs.ts, beside the parameters.
import { breaking, type Change, feature } from './change.js';
import { asNode, type Documents, type Node, resolve } from './document.js';
import { compareRequired, compareSchemas } from './schema.js';
import { type Shape, shapeOf } from './shape.js';

const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];

interface Form {
  type: string;
  shape: Shape;
  /** By field: how it is written. */
  encoding: Node;
}

/** The form that an operation takes, whichever way it is sent. */
export function formOf(document: Node, operation: Node): Form | undefined {
  const content = contentOf(document, operation);
  const type = FORM_TYPES.find((form) => form in content);
  if (type === undefined) return undefined;
  const media = asNode(content[type]);
  return { type, shape: shapeOf(document, media['schema']), encoding: asNode(media['encoding']) };
}

function contentOf(document: Node, operation: Node): Node {
  return asNode(resolve(document, operation['requestBody'])['content']);
}

export function compareBodies(
  documents: Documents,
  operation: string,
  before: Node,
  after: Node,
): Change[] {
  const where = `${operation} · body`;
  const old = resolve(documents.before, before['requestBody']);
  const now = resolve(documents.after, after['requestBody']);
  const [had, has] = ['requestBody' in before, 'requestBody' in after];
  if (!had && has)
    return addedBody(where, now['required'] === true, isForm(documents.after, after));
  if (had && !has) return isForm(documents.before, before) ? [] : [removedBody(where)];
  const place = { documents, where, direction: 'request' as const };
  return [
    ...compareRequired(place, old['required'] === true, now['required'] === true),
    ...compareMedia(documents, where, asNode(old['content']), asNode(now['content'])),
  ];
}

/** The fields of a form tell by themselves that it came or went. */
function isForm(document: Node, operation: Node): boolean {
  return (formOf(document, operation)?.shape.properties.size ?? 0) > 0;
}

function addedBody(where: string, required: boolean, form: boolean): Change[] {
  if (required) {
    const why = 'Calls without one are refused now.';
    return [breaking('added', where, 'A body is required now.', why)];
  }
  if (form) return [];
  return [feature('added', where, 'A body can be sent now.', 'Calls without one stay valid.')];
}

function removedBody(where: string): Change {
  const why = 'Code that passes one no longer compiles.';
  return breaking('removed', where, 'No body is taken any more.', why);
}

function compareMedia(documents: Documents, where: string, old: Node, now: Node): Change[] {
  const lost = Object.keys(old).filter((type) => !(type in now));
  const found = Object.keys(now).filter((type) => !(type in old));
  const kept = Object.keys(old).filter((type) => type in now && !FORM_TYPES.includes(type));
  const refused = 'Clients already released send it, and the service need not take it any more.';
  const place = { documents, where, direction: 'request' as const };
  return [
    ...lost.map((type) =>
      breaking('removed', where, `It can no longer be sent as ${type}.`, refused),
    ),
    ...found.map((type) =>
      feature('added', where, `It can be sent as ${type}.`, 'The other ways still work.'),
    ),
    ...kept.flatMap((type) =>
      compareSchemas(place, asNode(old[type])['schema'], asNode(now[type])['schema']),
    ),
  ];
}
