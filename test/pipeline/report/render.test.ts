// The report: for people a text that says what matters, for CI the same as JSON.
import { describe, expect, test } from '@jest/globals';
import { change } from '../../../scripts/pipeline/compare/change.js';
import { renderReport } from '../../../scripts/pipeline/report/render.js';
import type { Report } from '../../../scripts/pipeline/report/report.js';

const EMPTY: Report = {
  operations: [],
  untyped: [],
  notes: [],
  vendorProblems: [],
  staleActions: [],
  comparison: { changes: [], bump: 'none', first: false },
  facade: [],
  timings: [],
};

const operation = (n: number) => ({
  ...{ method: 'GET', path: `/a/${n}`, operationId: `get${n}`, service: 'AService' },
});

describe('the text', () => {
  test('leaves out a section that has nothing to say', () => {
    expect(renderReport(EMPTY)).toBe(
      '\nNo change since the last generation\n\n0 operations in 0 services\n',
    );
  });

  test('names what a maintainer has to do', () => {
    const report: Report = {
      ...EMPTY,
      comparison: { changes: [], bump: 'unknown', first: false },
      operations: [operation(1)],
      // Perhaps it is the action that gives the type which does not fit.
      untyped: [{ operation: 'POST /message/', name: 'data', in: 'form' }],
      notes: [{ stage: 'normalise', rule: 'tags', where: 'GET /a/1', what: 'two tags became one' }],
      vendorProblems: [
        { rule: 'struct', where: '#/paths/~1a~11/get', message: 'No type.', severity: 'error' },
      ],
      staleActions: [
        {
          ...{ number: 3, file: '/a/spec/overlay.yaml', line: 12, target: '$.paths.x' },
          description: 'Source: sdk.',
          reason: 'matches nothing' as const,
        },
      ],
      timings: [
        { stage: 'read', ms: 3.4 },
        { stage: 'emit', ms: 20 },
      ],
    };
    expect(renderReport(report, { cwd: '/a' })).toBe(`
The overlay no longer fits: no change in the vendor's own document
Version bump: not known until the overlay fits

1 overlay action no longer fits
  spec/overlay.yaml:12  $.paths.x matches nothing
      Source: sdk.
    Do this: where the vendor renamed or moved it, correct the target; where it is gone, remove the action.

1 operation in 1 service
  AService
    GET  /a/1  get1

1 note on what the stages did
  normalise: tags (1)
    GET /a/1: two tags became one

1 problem in the vendor's document
  struct: No type. (1)
    /a/1 get

23 ms: read 3, emit 20
`);
  });

  test('names parameters without a type', () => {
    const untyped = [{ operation: 'POST /message/', name: 'data', in: 'form' }];
    expect(renderReport({ ...EMPTY, untyped })).toContain(`
1 parameter without a type, sent as text: add the type to the overlay
  POST /message/ · form data
`);
  });

  test('says what breaks, why, and which version follows', () => {
    const changes = [
      { ...change('input-removed', 'POST /message/ · form field ttl'), why: 'Why.' },
      { ...change('operation-added', 'GET /inbox/'), why: 'A new method.' },
    ];
    const text = renderReport({ ...EMPTY, comparison: { changes, bump: 'major', first: false } });
    expect(text).toContain(`2 changes since the last generation, 1 breaks users
Version bump: major (while the version is 0.x: raise the middle number, as 0.1.4 to 0.2.0)
  - POST /message/ · form field ttl  BREAKING
      It was removed. Why.
  + GET /inbox/
      It was added. A new method.`);
  });

  test('does not say that nothing breaks where the overlay no longer fits', () => {
    const changes = [change('reworded', 'POST /message/')];
    const comparison = { changes, bump: 'patch', first: false } as const;
    const unknown = { changes, bump: 'unknown', first: false } as const;
    const reason = 'expects something else of description, which is "in seconds"';
    const stale = { number: 1, file: '/overlay.yaml', target: '$', reason } as const;
    const text = renderReport({ ...EMPTY, comparison: unknown, staleActions: [stale] });
    expect(text).toContain(`The overlay no longer fits: 1 change in the vendor's own document
Version bump: not known until the overlay fits`);
    expect(renderReport({ ...EMPTY, comparison })).toContain('none breaks users');
    const first: Report['comparison'] = { changes: [], bump: 'unknown', first: true };
    expect(renderReport({ ...EMPTY, comparison: first, staleActions: [stale] })).toContain(
      'The overlay no longer fits: what changed is not known yet',
    );
  });

  test('compares a first generation with nothing', () => {
    const comparison = { ...EMPTY.comparison, first: true };
    expect(renderReport({ ...EMPTY, comparison })).toContain('First generation');
  });

  test('keeps what a document says on its line, short and seen', () => {
    const forged =
      '/a\n\nNo change since the last generation\r\u001B[2J\u2028::set-output name=a::b';
    const long = `/b${' '.repeat(60_000)}${'c'.repeat(60_000)}`;
    const deceptive = '::error::/c\u202Ed ##[group]';
    const paths = [forged, long, deceptive];
    const text = renderReport({
      ...EMPTY,
      operations: paths.map((path) => ({ ...operation(1), path, operationId: path })),
      untyped: paths.map((name) => ({ operation: name, name, in: 'query' })),
      notes: paths.map((where) => ({ stage: 'normalise', rule: where, where, what: where })),
      vendorProblems: paths.map((where) => ({
        ...{ rule: where, where, message: where, severity: 'warn' as const },
      })),
      staleActions: paths.map((target) => ({
        ...{ number: 1, file: target, target, description: target },
        reason: 'matches nothing' as const,
      })),
      comparison: {
        changes: paths.map((where) => ({
          ...change('operation-renamed', where),
          what: where,
          why: where,
        })),
        ...{ bump: 'unknown', first: false },
      },
    });
    const lines = text.split('\n');
    expect(lines[1]).toMatch(/^The overlay no longer fits: 3 changes .*, 3 break users$/);
    expect(lines[2]).toMatch(/^Version bump: not known/);
    expect(lines.filter((line) => /^\s*(No change|::)|##\[/.test(line))).toEqual([]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(2000);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  test('stays readable for a thousand operations', () => {
    const note = { stage: 'normalise', rule: 'tags', where: 'x', what: 'y' };
    const text = renderReport({
      ...EMPTY,
      operations: Array.from({ length: 1000 }, (_, n) => operation(n)),
      notes: Array.from({ length: 1000 }, () => note),
    });
    expect(text.split('\n').length).toBeLessThan(25);
    expect(text).toContain('AService, 1000 operations');
    expect(text).toContain('… and 992 more, all of them in the JSON report');
  });

  test('has colours only when asked for', () => {
    expect(renderReport(EMPTY)).not.toContain('\u001B[');
    const coloured = renderReport(EMPTY, { colour: true });
    expect(coloured.replaceAll(/\u001B\[\d+m/g, '')).toBe(renderReport(EMPTY));
  });
});

test('the JSON gives the whole report back', () => {
  const report = { ...EMPTY, operations: [operation(1)] };
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});
