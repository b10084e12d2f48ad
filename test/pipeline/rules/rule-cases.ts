// Tests a rule by a document before and after it, and by its notes.
import { describe, expect, test } from '@jest/globals';

import type { JsonObject } from '../../../scripts/pipeline/document/document.js';
import type { Rule } from '../../../scripts/pipeline/stages/rules/rule.js';

interface RuleCase {
  title: string;
  before: JsonObject;
  after: JsonObject;
  /** What each note contains, in order. */
  notes: RegExp[];
}

/** A document with one operation, `GET /pets` or as the path says. */
export function withOperation(
  operation: JsonObject,
  path = '/pets',
  more: JsonObject = {},
): JsonObject {
  return { ...more, paths: { [path]: { get: operation } } };
}

/** A document whose one operation has these parameters. */
export function withParameters(...parameters: JsonObject[]): JsonObject {
  return withOperation({ parameters });
}

/** Tests a rule by itself. */
export function describeRule(rule: Rule, cases: RuleCase[]): void {
  describe(rule.name, () => {
    test.each(cases.map((entry) => [entry.title, entry] as const))('%s', (_, entry) => {
      const document = structuredClone(entry.before);
      const notes: string[] = [];
      rule.apply(document, (where, what) => notes.push(`${where}: ${what}`));
      expect(document).toEqual(entry.after);
      expect(notes).toEqual(entry.notes.map((words) => expect.stringMatching(words)));
    });
  });
}
