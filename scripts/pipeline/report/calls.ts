// Names operations as users of the client call them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Change } from '../compare/change.js';
import type { JsonObject } from '../document/document.js';
import { operationsOf, textAt, textsIn } from '../document/document.js';
import { nameKey } from '../document/names.js';
import { filesIn } from '../output/files.js';

/** A generated client and its document. */
export interface Generation {
  document: JsonObject;
  directory: string;
}

/** The generated services by what is left of their names in any spelling. */
export async function servicesIn(directory: string): Promise<Map<string, string>> {
  const files = await filesIn(join(directory, 'services')).catch(() => []);
  const names = files.map((file) => file.replace(/\.ts$/, ''));
  return new Map(names.map((name) => [nameKey(name), name]));
}

/** The service of an operation, as its first tag says. */
export function serviceKey(operation: JsonObject): string {
  const [tag = 'Default'] = textsIn(operation['tags']);
  return nameKey(`${tag}Service`);
}

/** The changes, each of an operation with the call of it; `before` comes first, since it may be gone. */
export async function nameCalls(
  changes: readonly Change[],
  ...generations: readonly Generation[]
): Promise<Change[]> {
  if (changes.length === 0) return [];
  const maps = await Promise.all(generations.map(callsIn));
  const calls = new Map(maps.flatMap((map) => [...map]));
  return changes.map((change) => {
    const [place = ''] = change.where.split(' · ');
    const call = calls.get(place);
    return call === undefined ? change : { ...change, call };
  });
}

/** By place, such as `POST /message/`, and as the comparison of the types has it, `MessageService.sendMessage (TypeScript)`. */
async function callsIn({ document, directory }: Generation): Promise<Map<string, string>> {
  const properties = await propertiesIn(directory);
  const calls = new Map<string, string>();
  const methods = new Map<string, string>();
  for (const [key, service] of await servicesIn(directory)) {
    const code = await readFile(join(directory, 'services', `${service}.ts`), 'utf8');
    for (const [, method = ''] of code.matchAll(/^ {2}public (\w+)\(/gm)) {
      const call = `api.${properties.get(service) ?? service}.${method}()`;
      calls.set(`${service}.${method} (TypeScript)`, call);
      methods.set(`${key} ${nameKey(method)}`, call);
    }
  }
  for (const { operation, place } of operationsOf(document)) {
    const id = nameKey(textAt(operation, 'operationId'));
    const call = methods.get(`${serviceKey(operation)} ${id}`);
    if (call !== undefined) calls.set(place, call);
  }
  return calls;
}

/** The client's properties by the class of each; the generator makes the one from the other in a way of its own. */
async function propertiesIn(directory: string): Promise<Map<string, string>> {
  const code = await readFile(join(directory, 'TigerConnectApi.ts'), 'utf8').catch(() => '');
  const found = code.matchAll(/^ {2}public readonly (\w+): (\w+Service);$/gm);
  return new Map([...found].map(([, name = '', service = '']) => [service, name]));
}
