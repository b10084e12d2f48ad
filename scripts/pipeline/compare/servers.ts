// Compares the servers of two documents, or of two operations. The generated client calls the document's
// first unless callers choose another.
import { objectOf, objectsIn, textAt, textOf } from '../document/document.js';
import type { JsonObject } from '../document/document.js';
import { type Change, change } from './change.js';
import { compareUnread } from './meaning.js';

const READ = new Set(['url', 'variables']);
const READ_VARIABLE = new Set(['default']);

export function compareServers(where: string, before: unknown, after: unknown): Change[] {
  const [old, now] = [serversByUrl(before), serversByUrl(after)];
  const [[was = '/', ...others], [is = '/', ...further]] = [[...old.keys()], [...now.keys()]];
  const lost = others.filter((url) => !now.has(url));
  const found = further.filter((url) => !old.has(url));
  return [
    ...(was === is ? [] : [change('server-changed', where, { old: was, now: is })]),
    ...lost.map((url) => change('server-removed', where, { url })),
    ...found.map((url) => change('server-added', where, { url })),
    ...[...old].flatMap(([url, server]) => {
      const twin = now.get(url);
      return twin ? compareServer(`${where} · ${url}`, server, twin) : [];
    }),
  ];
}

/** By the address that a client calls which sets no variable. */
function serversByUrl(servers: unknown): Map<string, JsonObject> {
  return new Map(
    objectsIn(servers).map((server) => {
      const variables = objectOf(server['variables']);
      const url = textAt(server, 'url').replaceAll(/\{([^{}]+)\}/g, (whole, name: string) => {
        return textOf(objectOf(variables[name])['default']) ?? whole;
      });
      return [url, server];
    }),
  );
}

function compareServer(where: string, old: JsonObject, now: JsonObject): Change[] {
  const [before, after] = [objectOf(old['variables']), objectOf(now['variables'])];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return [
    ...compareUnread(where, old, now, READ),
    ...names.flatMap((name) => {
      const [was, is] = [objectOf(before[name]), objectOf(after[name])];
      return compareUnread(`${where} · variable ${name}`, was, is, READ_VARIABLE);
    }),
  ];
}
