// Gives every operation exactly one tag, which becomes the class of the operation.
import type { Json } from '../../document/document.js';
import { operationsOf, textOf } from '../../document/document.js';
import { nameKey } from '../../document/names.js';
import type { Rule } from './rule.js';

/** Properties of the generated client, which has one more for each class. */
const CLIENT_PROPERTIES = new Set(['constructor', 'request']);

export const tags: Rule = {
  name: 'tags',
  why: 'An operation with two tags is generated twice, and a tag that cannot name a class makes a class without a name.',
  apply(document, note) {
    const spellings = new Map<string, string>();
    for (const { operation, place, path } of operationsOf(document)) {
      const chosen = chooseTag(operation['tags'], path);
      const key = nameKey(chosen);
      const tag =
        spellings.get(key) ?? (CLIENT_PROPERTIES.has(key) ? `${chosen} operations` : chosen);
      spellings.set(key, tag);
      if (JSON.stringify(operation['tags']) !== JSON.stringify([tag])) {
        note(place, `the tags ${JSON.stringify(operation['tags'] ?? [])} became "${tag}"`);
      }
      operation['tags'] = [tag];
    }
  },
};

/** The first tag that can name a class, else the first such segment of the path. */
function chooseTag(given: Json | undefined, path: string): string {
  const named = [given ?? []]
    .flat()
    .map((tag) => textOf(tag)?.trim() ?? '')
    .find((tag) => nameKey(tag) !== '');
  const segment = path.split(/[/?#]/).find((part) => !part.includes('{') && nameKey(part) !== '');
  return named ?? segment ?? 'Default';
}
