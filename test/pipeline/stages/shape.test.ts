// Generated code is a client and nothing else, whatever brought it there.
import { describe, expect, test } from '@jest/globals';

import { assertShape } from '../../../scripts/pipeline/stages/emit/shape.js';
import { contents, ROOT } from '../harness.js';

const TEXTS = new Set(['/pets', 'limit', 'It failed', 'small']);

/** A service whose method has this body and these types, in a class with these members. */
function service({ types = 'number', call = '', members = '', statement = '', top = '' }): string {
  return `import type { BaseHttpRequest } from '../core/BaseHttpRequest.js';
${top}
export class PetsService {
  constructor(public readonly httpRequest: BaseHttpRequest) {}
  ${members}
  public listPets({ limit }: { limit?: ${types} }): Promise<unknown> {
    ${statement}
    return this.httpRequest.request({
      method: 'GET',
      url: '/pets',
      query: { limit: limit },
      errors: { 400: \`It failed\` },
      ${call}
    });
  }
}
`;
}

function check(text: string, name = 'services/PetsService.ts'): void {
  assertShape([{ name, text }], TEXTS);
}

describe('the shape of generated code', () => {
  test('is that of what is committed, literals apart', async () => {
    const files = Object.entries(await contents(`${ROOT}/generated`))
      .filter(
        ([name]) =>
          name.endsWith('.ts') &&
          !/^core\/(answer|argument|encode|fetch|limit|request)\.ts$/.test(name),
      )
      .map(([name, text]) => ({ name, text }));
    const words = files.flatMap(({ text }) =>
      [...text.matchAll(/(['`"])((?:(?!\1).)*)\1/g)].map((match) => match[2] ?? ''),
    );
    expect(files.length).toBeGreaterThan(8);
    expect(() => {
      assertShape(files, new Set(words));
    }).not.toThrow();
  });

  test('is that of a service', () => {
    expect(() => {
      check(service({ types: "'small' | Array<{ limit: string }>" }));
    }).not.toThrow();
  });

  const run = 'globalThis.hostile = true';
  test.each<[string, string]>([
    ['a static block', service({ members: `static { ${run}; }` })],
    ['a static property', service({ members: `static a = (${run});` })],
    ['a property with a value', service({ members: `a = (${run});` })],
    ['a computed name', service({ members: `[${run}]() { return this.httpRequest.request(); }` })],
    ['a getter', service({ members: `get a() { return this.httpRequest.request(); }` })],
    ['a statement before the call', service({ statement: `${run};` })],
    ['another call', service({ call: `body: fetch('/pets'),` })],
    ['a call of a constructor', service({ call: `body: new Function('limit'),` })],
    ['a value from outside', service({ call: 'body: process,' })],
    ['an element', service({ call: `body: limit['limit'],` })],
    ['a function', service({ call: `body: () => limit,` })],
    ['a template', service({ call: 'body: `${limit}`,' })],
    ['a tagged template', service({ call: 'body: limit`small`,' })],
    ['a spread', service({ call: '...limit,' })],
    ['a computed key', service({ call: `[limit]: limit,` })],
    ['a strange literal', service({ call: `body: 'large',` })],
    ['a strange literal as a key', service({ call: `body: { 'large scale': limit },` })],
    ['a strange literal as a type', service({ types: `'large'` })],
    ['a type of a value', service({ types: 'typeof process' })],
    ['a type from elsewhere', service({ types: `import('fs').Stats` })],
    ['an import of a package', service({ top: `import { exec } from 'child_process';` })],
    ['an import for its effects', service({ top: `import './x.js';` })],
    ['an import of another type of file', service({ top: `import { a } from '../x.json';` })],
    ['a decorator', service({ top: '@a' })],
    ['a second class', service({ top: 'export class A {}' })],
    ['a statement', service({ top: `${run};` })],
    ['a constant that is computed', service({ top: `export const a = (${run});` })],
    ['a variable', service({ top: `export let a = 'small';` })],
    ['an enumeration', service({ top: `export enum A { B = (${run}) }` })],
    ['a namespace', service({ top: `export namespace A { ${run} }` })],
    ['an export of everything', service({ top: `export * from './x.js';` })],
    [
      'a default of an argument',
      `export class A { b({ c = (${run}) }: { c: 1 }) { return super(c); } }`,
    ],
    ['a default of a parameter', `export class A { b(c = (${run})) { return super(c); } }`],
    ['a parent that is computed', `export class A extends (${run}, Object) {}`],
    ['an error of syntax', service({ call: "}) } static { '" })],
  ])('is not that of %s', (_, text) => {
    expect(() => {
      check(text);
    }).toThrow(/^the generated services\/PetsService\.ts (holds|does not parse)/);
  });
});
