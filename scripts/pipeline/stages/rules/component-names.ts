// Definitions and answers by names that are identifiers, each the only one of its kind on a file
// system that ignores case.
import type { Json, JsonObject } from '../../document/document.js';
import {
  isObject,
  objectOf,
  operationsOf,
  remove,
  unescapePointer,
  textAt,
} from '../../document/document.js';
import { isReservedType, pascal } from '../../document/names.js';
import type { Note, Rule } from './rule.js';

/** Names that the generated client has already, or takes for types of its own. */
const taken = new Set(
  `ApiError ApiRequestOptions ApiResult Array BaseHttpRequest Blob CancelablePromise CancelError File
  NodeHttpRequest OpenAPI OpenAPIConfig ParameterStyle Promise Record TigerConnectApi array binary byte
  char date double file float int integer long password short`.split(/\s+/),
);

export const componentNames: Rule = {
  name: 'component-names',
  why: 'A definition becomes a type and a file: "api.Pet" or "Page[Pet]" is neither, and "file" is another type already.',
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
    if (renamed.size > 0) follow(document, renamed);
  },
};

function rename(
  document: JsonObject,
  section: string,
  avoid: Set<string>,
  renamed: Map<string, string>,
  note: Note,
): void {
  const given = Object.entries(objectOf(document[section]));
  if (given.length === 0) {
    remove(document, section);
    return;
  }
  // Proper names first: they are not to be taken by an improper one that comes to look like them.
  const proper = given.filter(([name]) => isProper(name) && !avoid.has(name.toLowerCase()));
  const names = new Map<string, string>();
  for (const [name] of [...proper, ...given]) {
    if (!names.has(name)) names.set(name, free(isProper(name) ? name : properName(name), avoid));
  }
  document[section] = Object.fromEntries(
    given.map(([name, value]) => [names.get(name) ?? name, value] as const),
  );
  for (const [name, proper] of names) {
    if (name === proper) continue;
    renamed.set(`${section}/${name}`, proper);
    note(`#/${section}/${name}`, `is called "${proper}"`);
  }
}

function isProper(name: string): boolean {
  return /^[a-zA-Z]\w*$/.test(name) && !isReservedType(name) && !taken.has(name);
}

function properName(name: string): string {
  const words = pascal(name);
  if (words === '' || /^\d/.test(words)) return `Model${words}`;
  return isProper(words) ? words : `${words}Model`;
}

function free(name: string, avoid: Set<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${number}`;
    const key = candidate.toLowerCase();
    if (avoid.has(key)) continue;
    avoid.add(key);
    return candidate;
  }
}

/** Every reference by its new name. */
function follow(value: Json, renamed: Map<string, string>): void {
  if (Array.isArray(value)) {
    value.forEach((entry) => {
      follow(entry, renamed);
    });
    return;
  }
  if (!isObject(value)) return;
  const [, section, name] = /^#\/(\w+)\/([^/]+)$/.exec(textAt(value, '$ref')) ?? [];
  if (section !== undefined && name !== undefined) {
    const proper = renamed.get(`${section}/${unescapePointer(name)}`);
    if (proper !== undefined) value['$ref'] = `#/${section}/${proper}`;
  }
  for (const entry of Object.values(value)) follow(entry, renamed);
}
