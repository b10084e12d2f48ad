// How each list or object of the API travels, which the generator drops, as a module that the request
// template reads.
import type { Json, JsonObject, Operation } from '../../document/document.js';
import {
  dereference,
  isObject,
  objectOf,
  objectsIn,
  operationsOf,
  textOf,
  textAt,
} from '../../document/document.js';
import { COLLECTION_FORMAT_MARK } from '../../document/marks.js';
import { HEADER } from './generator-output.js';
import { toLiteral } from './texts.js';

type Style = 'csv' | 'ssv' | 'tsv' | 'pipes' | 'json';
type Place = 'path' | 'query' | 'headers' | 'formData';
export type Styles = Partial<Record<Place, Record<string, Style>>>;

const PLACES: Readonly<Record<string, Place>> = { path: 'path', query: 'query', header: 'headers' };

/** The text of generated/core/parameterStyles.ts. */
export function parameterStylesModule(all: Record<string, Styles>): string {
  const styles = toLiteral(all);
  return `${HEADER}export type ParameterStyle = 'csv' | 'ssv' | 'tsv' | 'pipes' | 'json';

/** How a list or object travels where it is not by repeating the key: by operation, place and wire name. */
export const parameterStyles: Readonly<
  Record<string, Readonly<Partial<Record<'path' | 'query' | 'headers' | 'formData', Readonly<Record<string, ParameterStyle>>>>>>
> = ${styles === '{}' ? styles : `${styles} as const`};
`;
}

/** By method and path, by place, by wire name. */
export function parameterStyles(document: JsonObject): Record<string, Styles> {
  const entries = operationsOf(document).map(
    (entry) => [entry.place, operationStyles(entry, document)] as const,
  );
  return Object.fromEntries(entries.filter(([, styles]) => Object.keys(styles).length > 0));
}

function operationStyles({ item, operation }: Operation, document: JsonObject): Styles {
  const styles: Styles = {};
  const add = (place: Place, name: string, style: Style | undefined): void => {
    if (style !== undefined) (styles[place] ??= {})[name] = style;
  };
  for (const shared of [...objectsIn(item['parameters']), ...objectsIn(operation['parameters'])]) {
    const parameter = dereference(document, shared);
    const place = PLACES[textAt(parameter, 'in')];
    if (place !== undefined)
      add(place, textAt(parameter, 'name'), parameterStyle(parameter, document));
  }
  const content = objectOf(dereference(document, objectOf(operation['requestBody']))['content']);
  for (const [type, media] of Object.entries(content)) {
    for (const [name, style] of fieldStyles(type, objectOf(media), document)) {
      add('formData', name, style);
    }
  }
  return styles;
}

function parameterStyle(parameter: JsonObject, document: JsonObject): Style | undefined {
  if ('application/json' in objectOf(parameter['content'])) return 'json';
  const schema = dereference(document, objectOf(parameter['schema']));
  if (!isCompound(schema)) return undefined;
  const kept = textOf(parameter[COLLECTION_FORMAT_MARK]);
  if (kept !== undefined) return kept as Style;
  return parameter['in'] === 'query' ? formStyle(parameter) : 'csv';
}

function fieldStyles(
  type: string,
  media: JsonObject,
  document: JsonObject,
): [string, Style | undefined][] {
  const multipart = type === 'multipart/form-data';
  if (!multipart && type !== 'application/x-www-form-urlencoded') return [];
  const { properties } = dereference(document, objectOf(media['schema']));
  return Object.entries(objectOf(properties)).map(([name, property]) => {
    const schema = dereference(document, objectOf(property));
    const encoding = objectOf(objectOf(media['encoding'])[name]);
    return [name, fieldStyle(schema, encoding, multipart)];
  });
}

function fieldStyle(
  schema: JsonObject,
  encoding: JsonObject,
  multipart: boolean,
): Style | undefined {
  if (textOf(encoding['contentType'])?.startsWith('application/json') === true) return 'json';
  if (!isCompound(schema)) return undefined;
  const kept = textOf(schema[COLLECTION_FORMAT_MARK]);
  if (kept !== undefined) return kept as Style;
  // OpenAPI's default for an object in a multipart body.
  if (multipart && schema['type'] !== 'array' && encoding['style'] === undefined) return 'json';
  return formStyle(encoding);
}

function formStyle(serialisation: JsonObject): Style | undefined {
  const { style, explode } = serialisation as { style?: Json; explode?: Json };
  if (style === 'spaceDelimited') return 'ssv';
  if (style === 'pipeDelimited') return 'pipes';
  return explode === false && style !== 'deepObject' ? 'csv' : undefined;
}

function isCompound(schema: JsonObject): boolean {
  return (
    schema['type'] === 'array' || schema['type'] === 'object' || isObject(schema['properties'])
  );
}
