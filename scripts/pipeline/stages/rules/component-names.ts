// Names definitions and responses by identifiers that are unique even on a file system that ignores case.
import type { Json, JsonObject } from '../../document/document.js';
import {
  isObject,
  objectOf,
  operationsOf,
  remove,
  unescapePointer,
  textAt,
} from '../../document/document.js';
import { isReservedType, pascal, takeUnique } from '../../document/names.js';
import type { AddNote, Rule } from './rule.js';

/** Names that the generated client uses itself, or takes for built-in types. */
const RESERVED_NAMES = new Set(
  `ApiError ApiRequestOptions ApiResult Array BaseHttpRequest Blob CancelablePromise CancelError File
  NodeHttpRequest OpenAPI OpenAPIConfig ParameterStyle Promise Record TigerConnectApi array binary byte
  char date double file float int integer long password short`.split(/\s+/),
);

export const componentNames: Rule = {
  name: 'component-names',
  why: 'A definition becomes a type and a file: "api.Pet" and "Page[Pet]" can be neither, and "file" is already another type.',
  apply(document, note) {
    const services = operationsOf(document).map(({ operation }) => {
      const [tag] = Array.isArray(operation['tags']) ? operation['tags'] : [];
      return `${pascal(typeof tag === 'string' ? tag : '')}service`.toLowerCase();
    });
    const renamed = new Map<string, string>();
    for (const section of ['definitions', 'responses'] as const) {
      const avoid = new Set(section === 'definitions' ? services : []);
      rename(document, section, avoid, renamed, note);
    }
    if (renamed.size > 0) renameReferences(document, renamed);
  },
};

function rename(
  document: JsonObject,
  section: string,
  avoid: Set<string>,
  renamed: Map<string, string>,
  note: AddNote,
): void {
  const given = Object.entries(objectOf(document[section]));
  if (given.length === 0) {
    remove(document, section);
    return;
  }
  // Valid names first, so that no corrected name takes one of them.
  const valid = given.filter(([name]) => isValidName(name) && !avoid.has(name.toLowerCase()));
  const names = new Map<string, string>();
  for (const [name] of [...valid, ...given]) {
    if (names.has(name)) continue;
    names.set(
      name,
      takeUnique(validName(name), avoid, (one) => one.toLowerCase()),
    );
  }
  document[section] = Object.fromEntries(
    given.map(([name, value]) => [names.get(name) ?? name, value] as const),
  );
  for (const [name, newName] of names) {
    if (name === newName) continue;
    renamed.set(`${section}/${name}`, newName);
    note(`#/${section}/${name}`, `is renamed to "${newName}"`);
  }
}

function isValidName(name: string): boolean {
  return /^[a-zA-Z]\w*$/.test(name) && !isReservedType(name) && !RESERVED_NAMES.has(name);
}

function validName(name: string): string {
  if (isValidName(name)) return name;
  const words = pascal(name);
  if (words === '' || /^\d/.test(words)) return `Model${words}`;
  return isValidName(words) ? words : `${words}Model`;
}

/** Gives every reference its new name. */
function renameReferences(value: Json, renamed: Map<string, string>): void {
  if (Array.isArray(value)) {
    value.forEach((entry) => {
      renameReferences(entry, renamed);
    });
    return;
  }
  if (!isObject(value)) return;
  const [, section, name] = /^#\/(\w+)\/([^/]+)$/.exec(textAt(value, '$ref')) ?? [];
  if (section !== undefined && name !== undefined) {
    const newName = renamed.get(`${section}/${unescapePointer(name)}`);
    if (newName !== undefined) value['$ref'] = `#/${section}/${newName}`;
  }
  for (const entry of Object.values(value)) renameReferences(entry, renamed);
}
