// Compares request bodies: whether there is one, in which media types, and the content that is not a
// form. The fields of a form are compared in inputs.ts, beside the parameters.
import { dereference, type JsonObject, objectOf } from '../document/document.js';
import { type Change, change } from './change.js';
import type { Context, Documents } from './judge.js';
import { compareUnread } from './meaning.js';
import { byMediaType } from './media-types.js';
import { compareRequired, compareSchemas, compareShapes } from './schema.js';
import { type Shape, shapeOf } from './shape.js';

export const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];

interface Form {
  type: string;
  shape: Shape;
  /** By field: how it is written. */
  encoding: JsonObject;
}

/** The form that an operation takes, in the first media type of forms that it has. */
export function findForm(document: JsonObject, operation: JsonObject): Form | undefined {
  const content = byMediaType(dereference(document, operation['requestBody'])['content']);
  const type = FORM_TYPES.find((form) => content.has(form));
  if (type === undefined) return undefined;
  const media = content.get(type) ?? {};
  return { type, shape: shapeOf(document, media['schema']), encoding: objectOf(media['encoding']) };
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
  if (had && !has) {
    return hasFormFields(documents.before, before) ? [] : [change('body-removed', where)];
  }
  const context = { documents, where, direction: 'request' as const };
  const forms: [Form | undefined, Form | undefined] = [
    findForm(documents.before, before),
    findForm(documents.after, after),
  ];
  return [
    ...compareRequired(context, old['required'] === true, isRequired),
    ...compareUnread(where, old, now, READ),
    ...compareForms(context, ...forms),
    ...compareMedia(context, old['content'], now['content'], forms),
  ];
}

const READ = new Set(['content', 'required']);

/** The fields of a form are listed one by one when it comes or goes. */
function hasFormFields(document: JsonObject, operation: JsonObject): boolean {
  return (findForm(document, operation)?.shape.properties.size ?? 0) > 0;
}

function addedBody(where: string, isRequired: boolean, isForm: boolean): Change[] {
  if (isRequired) return [change('body-added-required', where)];
  return isForm ? [] : [change('body-added', where)];
}

/** What holds for a form as a whole; its fields are inputs. */
function compareForms(context: Context, old: Form | undefined, now: Form | undefined): Change[] {
  if (!old || !now) return [];
  const [was, is] = [old, now].map(({ shape }) => ({
    ...shape,
    properties: new Map<string, JsonObject>(),
    required: new Set([...shape.required].filter((name) => !shape.properties.has(name))),
  }));
  return was && is ? compareShapes(context, was, is) : [];
}

const READ_MEDIA = new Set(['schema']);

function compareMedia(
  context: Context,
  before: unknown,
  after: unknown,
  [oldForm, newForm]: [Form | undefined, Form | undefined],
): Change[] {
  const { where } = context;
  const [old, now] = [byMediaType(before), byMediaType(after)];
  const lost = [...old.keys()].filter((type) => !now.has(type));
  const found = [...now.keys()].filter((type) => !old.has(type));
  // The forms that are inputs, when they have the same media type.
  const inputs = oldForm?.type === newForm?.type ? oldForm?.type : undefined;
  const kept = [...old.keys()].filter((type) => now.has(type) && type !== inputs);
  return [
    ...lost.map((type) => change('body-type-removed', where, { type })),
    ...found.map((type) => change('body-type-added', where, { type })),
    ...kept.flatMap((type) => {
      const [was, is] = [old.get(type) ?? {}, now.get(type) ?? {}];
      const at = old.size > 1 ? `${where} · ${type}` : where;
      return [
        ...compareUnread(at, was, is, READ_MEDIA),
        ...compareSchemas({ ...context, where: at }, was['schema'], is['schema']),
      ];
    }),
  ];
}
