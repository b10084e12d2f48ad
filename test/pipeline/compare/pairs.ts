// Small documents in pairs: one operation, of which a test changes one part.
import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../../scripts/pipeline/compare/change.js';
import { compare } from '../../../scripts/pipeline/compare/compare.js';

export const FORM = 'application/x-www-form-urlencoded';

/** What a test says of the operation `POST /message/`; the rest is the same everywhere. */
export interface Parts {
  parameters?: unknown[];
  /** The schema of the form. */
  form?: unknown;
  encoding?: unknown;
  /** The schema of a JSON body. */
  json?: unknown;
  bodyRequired?: boolean;
  /** The schema of the JSON response. */
  response?: unknown;
  responses?: unknown;
  schemas?: unknown;
  /** Merged into the operation. */
  operation?: object;
  /** Merged into the document. */
  document?: object;
  method?: string;
  path?: string;
}

export function documentOf(parts: Parts): object {
  const { method = 'post', path = '/message/' } = parts;
  return {
    openapi: '3.0.0',
    info: { title: 'Messages', version: '1' },
    paths: { [path]: { [method]: operationOf(parts) } },
    ...(parts.schemas === undefined ? {} : { components: { schemas: parts.schemas } }),
    ...parts.document,
  };
}

function operationOf(parts: Parts): object {
  const content = {
    ...('form' in parts ? { [FORM]: { schema: parts.form, encoding: parts.encoding } } : {}),
    ...('json' in parts ? { 'application/json': { schema: parts.json } } : {}),
  };
  const response = { 'application/json': { schema: parts.response } };
  return {
    operationId: 'sendMessage',
    tags: ['Message'],
    parameters: parts.parameters ?? [],
    ...('form' in parts || 'json' in parts
      ? { requestBody: { required: parts.bodyRequired ?? false, content } }
      : {}),
    responses: parts.responses ?? {
      200: { description: 'OK', ...('response' in parts ? { content: response } : {}) },
    },
    ...parts.operation,
  };
}

export function changesBetween(before: Parts, after: Parts): Change[] {
  return compare(documentOf(before), documentOf(after)).changes;
}

/** Each change in one line, for a test to compare with. */
export function linesFor(changes: readonly Change[]): string[] {
  return changes.map(
    ({ breaking, kind, where, what }) => `${breaking ? 'BREAKS ' : ''}${kind} ${where}: ${what}`,
  );
}

/** A change that breaks users, and whose reverse does not. */
export interface OneWay {
  breaks: string;
  before: Parts;
  after: Parts;
  /** What the report says when it breaks. */
  says: string;
  harmless: string;
}

/** Two changes of one kind, of which the first breaks users and the second does not. */
export interface Twins {
  breaks: string;
  pair: [Parts, Parts];
  says: string;
  harmless: string;
  twin: [Parts, Parts];
}

export function reverse({ breaks, before, after, says, harmless }: OneWay): Twins {
  return { breaks, pair: [before, after], says, harmless, twin: [after, before] };
}

/** The tests of a rule: what breaks users, and the twin that does not. */
export function describeTwins(twins: readonly Twins[]): void {
  describe.each(twins)('$breaks', ({ pair, twin, says, harmless }) => {
    test('breaks users', () => {
      expect(linesFor(changesBetween(...pair))).toContain(says);
    });

    test(`has a harmless twin: ${harmless}`, () => {
      const changes = changesBetween(...twin);
      expect(changes).not.toEqual([]);
      expect(changes.filter((change) => change.breaking)).toEqual([]);
    });
  });
}
