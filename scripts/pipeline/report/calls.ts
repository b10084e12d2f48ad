// Names operations as users of the client call them.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Change } from '../compare/change.js';
import { inputLabel } from '../compare/inputs.js';
import { readRequests } from '../compare/requests.js';
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

/** How users write an operation and what they give it, by its place on the wire. */
interface Call {
  call: string;
  arguments?: ReadonlyMap<string, string>;
}

/** The changes, each with what users write; `before` comes first, since it may be gone. */
export async function nameCalls(
  changes: readonly Change[],
  ...generations: readonly Generation[]
): Promise<Change[]> {
  if (changes.length === 0) return [];
  const maps = await Promise.all(generations.map(callsIn));
  const calls = new Map(maps.flatMap((map) => [...map]));
  return changes.map((change) => {
    const [place = '', part = ''] = change.where.split(' · ');
    const found = calls.get(place);
    if (found === undefined) return change;
    const argument = found.arguments?.get(part) ?? fieldIn(part, found);
    return { ...change, call: found.call, ...(argument === undefined ? {} : { argument }) };
  });
}

/** Where an argument goes that holds all fields of a form. */
const FORM = 'form';

function fieldIn(part: string, { arguments: known }: Call): string | undefined {
  const [, name] = /^form field (.*)$/s.exec(part) ?? [];
  const form = known?.get(FORM);
  return form === undefined || name === undefined ? undefined : `${form}.${name}`;
}

/** By place: `POST /message/`, `MessageService.sendMessage (TypeScript)`, `schema Message`, `Message (TypeScript)`. */
async function callsIn({ document, directory }: Generation): Promise<Map<string, Call>> {
  const properties = await propertiesIn(directory);
  const requests = readRequests(directory);
  const calls = new Map<string, Call>();
  const methods = new Map<string, Call>();
  for (const name of await modelsIn(directory)) {
    const call = `ApiTypes.${name}`;
    calls.set(`schema ${name}`, { call }).set(`${name} (TypeScript)`, { call });
  }
  for (const [key, service] of await servicesIn(directory)) {
    const code = await readFile(join(directory, 'services', `${service}.ts`), 'utf8');
    for (const [, method = ''] of code.matchAll(/^ {2}public (\w+)\(/gm)) {
      const name = `${service}.${method}`;
      const given = Object.hasOwn(requests, name) ? requests[name]?.arguments : undefined;
      const call = {
        call: `api.${properties.get(service) ?? service}.${method}()`,
        arguments: new Map(Object.entries(given ?? {}).map(labelAndName)),
      };
      calls.set(`${name} (TypeScript)`, call);
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

/** From `recipient: 'query recipient'` to `query parameter recipient`, as the comparison has it. */
function labelAndName([argument, target]: [string, string]): [string, string] {
  if (target === FORM) return [FORM, argument];
  const [place = '', ...name] = target.split(' ');
  return [inputLabel('', { in: place, name: name.join(' ') }).slice(3), argument];
}

async function modelsIn(directory: string): Promise<string[]> {
  const files = await filesIn(join(directory, 'models')).catch(() => []);
  return files.map((file) => file.replace(/\.ts$/, ''));
}

/** The client's properties by the class of each; the generator makes the one from the other in a way of its own. */
async function propertiesIn(directory: string): Promise<Map<string, string>> {
  const code = await readFile(join(directory, 'TigerConnectApi.ts'), 'utf8').catch(() => '');
  const found = code.matchAll(/^ {2}public readonly (\w+): (\w+Service);$/gm);
  return new Map([...found].map(([, name = '', service = '']) => [service, name]));
}
