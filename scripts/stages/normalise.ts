// Mends what makes vendors' documents invalid or unusable, by general rules with a name each. A new
// rule is a file in rules/ and a line here; the order matters only where a comment says so.
import type { JsonObject } from './document.js';
import type { StageNote } from './report.js';
import { hosts } from './rules/hosts.js';
import { operationIds } from './rules/operation-ids.js';
import { parameterTypes } from './rules/parameter-types.js';
import { pathParameters } from './rules/path-parameters.js';
import { collectionFormats } from './rules/collection-formats.js';
import type { Rule } from './rules/rule.js';
import { tags } from './rules/tags.js';

/** The rules, in the order they are applied. */
export const rules: readonly Rule[] = [
  hosts,
  tags,
  operationIds,
  pathParameters,
  parameterTypes,
  collectionFormats,
];

/** A copy of the document with every rule applied, and what the rules did. */
export function normalise(document: JsonObject): { document: JsonObject; notes: StageNote[] } {
  const mended = structuredClone(document);
  const notes: StageNote[] = [];
  for (const rule of rules) {
    rule.apply(mended, (where, what) => {
      notes.push({ stage: 'normalise', rule: rule.name, where, what });
    });
  }
  return { document: mended, notes };
}
