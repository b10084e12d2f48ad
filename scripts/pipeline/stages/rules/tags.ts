// One tag per operation, since each tag becomes a class that holds the operation.
import type { Json, Operation } from '../../document/document.js';
import { operationsOf, textOf } from '../../document/document.js';
import { nameKey } from '../../document/names.js';
import type { Rule } from './rule.js';

/** Taken by the generated client itself, which has a property per class. */
const clientProperties = new Set(['constructor', 'request']);

export const tags: Rule = {
  name: 'tags',
  why: 'An operation with two tags is generated twice; one whose tag gives no class name, in a class without a name.',
  apply(document, note) {
    const spellings = new Map<string, string>();
    for (const { operation, place, path } of operationsOf(document)) {
      const chosen = choose(operation['tags'], path);
      const key = nameKey(chosen);
      const tag =
        spellings.get(key) ?? (clientProperties.has(key) ? `${chosen} operations` : chosen);
      spellings.set(key, tag);
      if (!isOnly(operation, tag)) {
        note(place, `the tags ${JSON.stringify(operation['tags'] ?? [])} became "${tag}"`);
      }
      operation['tags'] = [tag];
    }
  },
};

function isOnly(operation: Operation['operation'], tag: string): boolean {
  return JSON.stringify(operation['tags']) === JSON.stringify([tag]);
}

/** The first tag that gives a name, else the first such segment of the path. */
function choose(given: Json | undefined, path: string): string {
  const named = [given ?? []]
    .flat()
    .map((tag) => textOf(tag)?.trim() ?? '')
    .find((tag) => nameKey(tag) !== '');
  const segment = path.split(/[/?#]/).find((part) => !part.includes('{') && nameKey(part) !== '');
  return named ?? segment ?? 'Default';
}
