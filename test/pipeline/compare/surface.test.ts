// The generated TypeScript: what stops compiling breaks users, whatever the document says.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compare } from '../../../scripts/pipeline/compare/compare.js';
import { linesFor } from './pairs.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'surface-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

let clients = 0;

/** Writes a client as the generator does, outside the project; gives its directory. */
function client(files: Record<string, string>): string {
  clients += 1;
  const directory = join(root, String(clients));
  const core = { 'core/CancelablePromise.ts': PROMISE, 'core/BaseHttpRequest.ts': REQUEST };
  for (const [name, code] of Object.entries({ ...core, ...files })) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), code);
  }
  return directory;
}

const PROMISE = `export class CancelablePromise<T> implements Promise<T> {
  #promise!: Promise<T>;
  readonly [Symbol.toStringTag] = 'CancelablePromise';
  then<A, B>(a?: ((v: T) => A) | null, b?: ((e: unknown) => B) | null): Promise<A | B> {
    return this.#promise.then(a, b);
  }
  catch<B>(b?: ((e: unknown) => B) | null): Promise<T | B> { return this.#promise.catch(b); }
  finally(f?: (() => void) | null): Promise<T> { f?.(); return this.#promise; }
}`;

const REQUEST = `import type { CancelablePromise } from './CancelablePromise.js';
import nowhere from 'a-package-that-is-not-installed';
export abstract class BaseHttpRequest { public abstract request<T>(o: unknown): CancelablePromise<T>; }`;

/** A service with these methods. */
function serviceWith(methods: Record<string, { takes: string; gives: string }>) {
  const code = Object.entries(methods).map(
    ([name, { takes, gives }]) => `
  /**
   * Send.
   */
  public ${name}(${takes}): CancelablePromise<${gives}> {
    return this.httpRequest.request({ method: 'POST', url: '/message/' });
  }`,
  );
  return {
    'services/MessageService.ts': `
import type { CancelablePromise } from '../core/CancelablePromise.js';
import type { BaseHttpRequest } from '../core/BaseHttpRequest.js';
import type { Node } from '../models/Node.js';
export class MessageService {
  constructor(public readonly httpRequest: BaseHttpRequest) {}${code.join('')}
}`,
  };
}

function service(takes: string, gives: string): Record<string, string> {
  return serviceWith({ send: { takes, gives } });
}

function verdict(before: Record<string, string>, after: Record<string, string>): string[] {
  const surfaces = { before: client(before), after: client(after) };
  return linesFor(compare({}, {}, surfaces).changes);
}

/** Judges all cases by one comparison, a method for each: what the report says of it. */
function verdicts(cases: string[][], methodOf: (text: string) => { takes: string; gives: string }) {
  const side = (index: 0 | 1) =>
    serviceWith(Object.fromEntries(cases.map((each, n) => [`m${n}`, methodOf(each[index] ?? '')])));
  const lines = verdict(side(0), side(1));
  return cases.map((_, n) => lines.filter((line) => line.includes(`MessageService.m${n} `)));
}

const HARMLESS = 'changed generated client (TypeScript): The code of 1 file changed.';

interface Cases {
  methodOf: (type: string) => { takes: string; gives: string };
  /** Old type, new type, reason. */
  breaks: [string, string, string][];
  /** Old type, new type. */
  harmless: [string, string][];
}

function describeCases(title: string, { methodOf, breaks, harmless }: Cases): void {
  describe(title, () => {
    let found: string[][] = [];
    beforeAll(() => {
      found = verdicts([...breaks, ...harmless], methodOf);
    });

    test.each(breaks.map((each, n) => [...each, n] as const))(
      'breaks users when %s becomes %s: %s',
      (_old, _now, reason, n) => {
        expect(found[n]).toEqual([expect.stringContaining(`may not compile now: ${reason}.`)]);
      },
    );

    test.each(harmless.map((each, n) => [...each, n] as const))(
      'breaks nobody when %s becomes %s',
      (_old, _now, n) => {
        expect(found[breaks.length + n]).toEqual([]);
      },
    );
  });
}

describeCases('what a method takes', {
  methodOf: (type) => ({ takes: `{ form }: { form: ${type} }`, gives: 'string' }),
  breaks: [
    ['{ a?: string; b?: number }', '{ a?: string }', 'form.b no longer exists'],
    ['{ a?: string }', '{ a: string }', 'form.a is required now'],
    ['{ a: string }', '{ a: string; b: string }', 'form.b is required now'],
    ['{ a: number }', '{ a: string }', 'form.a was number and is string now'],
    ["{ a: 'x' | 'y' }", "{ a: 'x' }", 'form.a was "x" | "y" and is "x" now'],
    ['{ a: any }', '{ a: string }', 'form.a could be anything and is string now'],
    ['{ a: string | null }', '{ a: string }', 'form.a cannot be null now'],
    ['{ a: { b?: { c: number } } }', '{ a: { b?: {} } }', 'form.a.b.c no longer exists'],
    ['Array<{ a?: string }>', 'Array<{ a: string }>', 'form[].a is required now'],
    ['Record<string, number>', 'Record<string, string>', 'form.* was number and is string now'],
    ['Record<string, string>', '{ a?: string }', 'form no longer takes fields of any name'],
    ['{ a: string }', '{ a: Blob }', 'form.a was string and is Blob now'],
    ['{ a: string } & { b?: string }', '{ a: string }', 'form.b no longer exists'],
  ],
  harmless: [
    ['{ a: string }', '{ a?: string }'],
    ['{ a: string }', '{ a: string; b?: string }'],
    ['{ a: number }', '{ a: number | string }'],
    ["{ a: 'x' }", "{ a: 'x' | 'y' }"],
    ["{ a: 'x' }", '{ a: string }'],
    ['{ a: string }', '{ a: any }'],
    ['{ a: string }', '{ a: string | null }'],
    ['{ a: string }', '{ a: Blob | string }'],
    ['{ a: string }', 'Record<string, string>'],
    ['{ a: string }', '{ a: string } & { b?: string }'],
  ],
});

describeCases('what a method gives', {
  methodOf: (gives) => ({ takes: '', gives }),
  breaks: [
    ['{ a?: string; b?: number }', '{ a?: string }', 'the result.b no longer exists'],
    ['{ a: string }', '{ a?: string }', 'the result.a can be missing now'],
    ["{ a: 'x' }", "{ a: 'x' | 'y' }", 'the result.a was "x" and is "x" | "y" now'],
    ["{ a: 'x' | 'y' }", "{ a: 'x' }", 'the result.a can no longer be "y"'],
    ['{ a: string }', '{ a: string | null }', 'the result.a can be null now'],
    ['any', 'string', 'the result could be anything and is string now'],
    ['string', 'number', 'the result was string and is number now'],
    ['void', 'string', 'the result was void and is string now'],
  ],
  harmless: [
    ['{ a?: string }', '{ a: string }'],
    ['{ a: string }', '{ a: string; b: number }'],
    ['{ a: string | null }', '{ a: string }'],
    ['string', 'any'],
  ],
});

describe('positional arguments', () => {
  const taking = (takes: string) => ({ takes, gives: 'string' });

  test('break callers when they are removed, moved or required', () => {
    const cases = [
      ['a: string, b: string', 'b: string, a: string'],
      ['a: string, b?: string', 'a: string'],
      ['a: string', 'a: string, b: string'],
      ['a?: string', 'a: string'],
    ];
    expect(verdicts(cases, taking)).toEqual([
      [expect.stringContaining('a is at another position now')],
      [expect.stringContaining('b is no longer accepted')],
      [expect.stringContaining('b is required now')],
      [expect.stringContaining('a is required now')],
    ]);
  });

  test('break nobody when they are added as optional or only renamed', () => {
    const cases = [
      ['a: string', 'a: string, b?: string'],
      ['a: string', 'token: string'],
    ];
    expect(verdicts(cases, taking)).toEqual([[], []]);
  });
});

describe('models', () => {
  const node = (code: string) => ({ 'models/Node.ts': code });
  const type = (fields: string) => node(`export type Node = { next?: Node; ${fields} };`);
  const sent = service('{ node }: { node: Node }', 'void');
  const received = service('', 'Node');

  test('that callers make break users when they require more, once for all their uses', () => {
    expect(verdict({ ...sent, ...type('') }, { ...sent, ...type('a: string') })).toEqual([
      'BREAKS changed Node (TypeScript): Code that uses it may not compile now: a is required now.',
    ]);
  });

  test('that callers only read may promise more', () => {
    expect(verdict({ ...received, ...type('') }, { ...received, ...type('a: string') })).toEqual([
      HARMLESS,
    ]);
  });

  test('count as used when a model in use contains them', () => {
    const holder = {
      'models/Tree.ts':
        "import type { Node } from './Node.js';\nexport type Tree = { root: Node };",
    };
    const via = {
      ...holder,
      ...node('export type Node = { a?: string };'),
      'services/S.ts':
        "import type { Tree } from '../models/Tree.js';\nexport class S { public plant(tree: Tree): Promise<void> { throw tree; } }",
    };
    const after = { ...via, ...node('export type Node = { a: string };') };
    expect(verdict(via, after)).toEqual([
      'BREAKS changed Node (TypeScript): Code that uses it may not compile now: a is required now.',
    ]);
  });

  test('break users when a member of their enum is removed', () => {
    const states = (...values: string[]) => {
      const members = values.map((value) => `${value.toUpperCase()} = '${value}'`).join(', ');
      return node(
        `export type Node = { state?: Node.state };\nexport namespace Node { export enum state { ${members} } }`,
      );
    };
    expect(
      verdict({ ...received, ...states('new', 'read') }, { ...received, ...states('new') }),
    ).toEqual([expect.stringContaining('Node.state.READ no longer exists')]);
    expect(verdict({ ...sent, ...states('new') }, { ...sent, ...states('new', 'read') })).toEqual([
      HARMLESS,
    ]);
  });

  test('break users when they are removed, not when they are added', () => {
    const both = { ...sent, ...type('') };
    expect(verdict(both, sent)).toEqual(['BREAKS removed Node (TypeScript): It was removed.']);
    expect(verdict(sent, both)).toEqual([]);
  });
});

describe('an unchanged surface', () => {
  test('has no change when only comments differ', () => {
    const code = service('', 'string')['services/MessageService.ts'] ?? '';
    const reworded = { 'services/MessageService.ts': code.replace('* Send.', '* Send it.') };
    expect(verdict(service('', 'string'), reworded)).toEqual([]);
  });

  test('is not listed beside a change of the document', () => {
    const before = client(service('a: string', 'string'));
    const after = client(service('a?: string', 'string'));
    const info = { info: { title: 'b' } };
    expect(compare({}, info, { before, after }).changes).toMatchObject([{ where: 'document' }]);
  });

  test('may have no directory yet', () => {
    const after = client(service('', 'string'));
    expect(compare({}, {}, { before: join(root, 'none'), after }).changes).toEqual([]);
  });
});

test('a removed method breaks its callers', () => {
  const before = service('', 'string');
  const renamed = {
    'services/MessageService.ts':
      before['services/MessageService.ts']?.replace('send(', 'post(') ?? '',
  };
  expect(verdict(before, renamed)).toEqual([
    'BREAKS removed MessageService.send (TypeScript): It was removed.',
  ]);
});
