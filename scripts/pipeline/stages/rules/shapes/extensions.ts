// Extensions that the converter reads as part of the document. One that has the form the converter
// expects stays; any other is renamed, because the converter would fail on it.
import type { Json } from '../../../document/document.js';
import { isObject } from '../../../document/document.js';
import { COLLECTION_FORMAT_MARK, LEFT_OUT_MARK, UNTYPED_MARK } from '../../../document/marks.js';

const isFlag = (value: Json): boolean => typeof value === 'boolean';
const isList = (value: Json): boolean => Array.isArray(value) && value.every(isObject);
const always = (): boolean => true;
const never = (): boolean => false;

const SUPPORTED: Readonly<Record<string, (value: Json) => boolean>> = {
  'x-nullable': isFlag,
  'x-deprecated': isFlag,
  'x-example': always,
  'x-anyOf': isList,
  'x-oneOf': isList,
  'x-not': isObject,
  // What these add has no place in the generated client, or a rule of ours covers it.
  'x-required': never,
  'x-discriminator': never,
  'x-servers': never,
  'x-trace': never,
  'x-summary': never,
  'x-description': never,
  'x-callbacks': never,
  'x-links': never,
  'x-miro': never,
  'x-amazon-apigateway-any-method': never,
  'x-ms-examples': never,
  'x-ms-odata': never,
  'x-ms-parameterized-host': never,
  'x-ms-paths': never,
  'x-ms-skip-url-encoding': never,
  // Ours.
  [LEFT_OUT_MARK]: never,
  [UNTYPED_MARK]: never,
  [COLLECTION_FORMAT_MARK]: never,
};

/** Whether the extension may stay as it is. */
export function isSupportedExtension(name: string, value: Json): boolean {
  if (name.startsWith('x-s2o-')) return false;
  return SUPPORTED[name]?.(value) ?? true;
}
