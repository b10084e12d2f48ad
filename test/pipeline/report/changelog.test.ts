// The comparison as entries in the changelog: what is there stays, what is new is added once.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../../../scripts/pipeline/compare/change.js';
import { change } from '../../../scripts/pipeline/compare/change.js';
import { addToChangelog } from '../../../scripts/pipeline/report/changelog.js';

const removed: Change = {
  ...change('input-removed', 'POST /message/ · form field ttl'),
  why: 'Why.',
};
const added: Change = { ...change('operation-added', 'GET /inbox/'), why: 'Because.' };

const RELEASES = `# Changelog

Words before.

## [Unreleased]

### Added

- By hand.

### Fixed

- A bug.

## [0.1.0] - 2026-01-01

### Added

- The beginning.

[0.1.0]: https://example.org
`;

test('entries come under their headings, in the order of Keep a Changelog', () => {
  expect(addToChangelog(RELEASES, [removed, added])).toBe(`# Changelog

Words before.

## [Unreleased]

### Added

- By hand.
- \`GET /inbox/\`: It was added. Because.

### Removed

- **Breaking:** \`POST /message/ · form field ttl\`: It was removed. Why.

### Fixed

- A bug.

## [0.1.0] - 2026-01-01

### Added

- The beginning.

[0.1.0]: https://example.org
`);
});

test('a changelog without an unreleased part gets one before the last release', () => {
  const changelog = '# Changelog\n\n## [0.1.0]\n\n- The beginning.\n';
  expect(addToChangelog(changelog, [added])).toBe(
    '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- `GET /inbox/`: It was added. Because.\n\n## [0.1.0]\n\n- The beginning.\n',
  );
});

test('a missing changelog is started, one without sections is continued', () => {
  const entry = '## [Unreleased]\n\n### Added\n\n- `GET /inbox/`: It was added. Because.\n';
  expect(addToChangelog('', [added])).toBe(`# Changelog\n\n${entry}`);
  expect(addToChangelog('# Changes', [added])).toBe(`# Changes\n\n${entry}`);
});

test('an unreleased part may be empty, at the end, or written in lower case', () => {
  const entry = '\n### Added\n\n- `GET /inbox/`: It was added. Because.\n';
  expect(addToChangelog('## [Unreleased]', [added])).toBe(`## [Unreleased]\n${entry}`);
  expect(addToChangelog('## unreleased\n\n\n', [added])).toBe(`## unreleased\n${entry}`);
});

test('link targets at the foot of the file stay there', () => {
  const foot = '[unreleased]: https://example.org\n';
  expect(addToChangelog(`## [Unreleased]\n\n${foot}`, [added])).toMatch(/Because\.\n\n\[unr/);
});

test('line ends are those of the file', () => {
  const windows = addToChangelog(RELEASES.replaceAll('\n', '\r\n'), [removed, added]);
  expect(windows.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(windows.replaceAll('\r\n', '\n')).toBe(addToChangelog(RELEASES, [removed, added]));
});

test('a change of many places is one entry, which names them all', () => {
  const many = Array.from({ length: 12 }, (_, n) => change('undeprecated', `GET /${n}`));
  const places = many.map(({ where }) => `\`${where}\``).join(', ');
  expect(addToChangelog('', many)).toContain(`- ${places}: It is no longer deprecated.`);
});

test('an operation is named as users call it', () => {
  const call = 'api.group.deleteGroup()';
  const changelog = addToChangelog('', [
    { ...change('operation-added', 'DELETE /group/{id}/'), call },
    { ...change('input-added', 'DELETE /group/{id}/ · query parameter force'), call },
    {
      ...change('input-added-required', 'DELETE /group/{id}/ · form field why'),
      call,
      argument: 'formData.why',
    },
    { ...change('typescript-calls', 'GroupService.deleteGroup (TypeScript)'), call },
    { ...change('schema-added', 'schema Group'), call: 'ApiTypes.Group' },
    { ...change('property-added', 'schema Group · property name'), call: 'ApiTypes.Group' },
  ]);
  expect(changelog).toContain('- `api.group.deleteGroup()` (`DELETE /group/{id}/`): It was added.');
  expect(changelog).toContain('- `api.group.deleteGroup() · query parameter force`: It was added.');
  expect(changelog).toContain('`api.group.deleteGroup() · formData.why`: It was added, and');
  expect(changelog).toContain('`api.group.deleteGroup()`: Calls that compiled');
  expect(changelog).toContain('- `ApiTypes.Group`: It was added.');
  expect(changelog).toContain('- `ApiTypes.Group · property name`: It was added.');
});

describe('whatever the changelog and the changes', () => {
  const line = fc.oneof(
    fc.constantFrom('## [Unreleased]', '## [1.0.0]', '### Added', '### Removed', '### Else', ''),
    fc.constantFrom('- By hand.', '[1.0.0]: https://example.org', 'Words', '  - nested'),
    fc.string().map((text) => text.replaceAll(/[\r\n]/g, ' ')),
  );
  const end = fc.constantFrom('\n', '\r\n');
  const changelogs = fc
    .tuple(fc.array(line), end, fc.boolean())
    .map(([lines, ending, closed]) => lines.join(ending) + (closed ? ending : ''));
  const changes = fc.array(
    fc.record<Change>({
      id: fc.constant('reworded'),
      kind: fc.constantFrom('added', 'changed', 'removed'),
      where: fc.constantFrom('GET /a', 'PUT /b'),
      what: fc.constantFrom('It was added.', 'It was removed.'),
      breaking: fc.boolean(),
      bump: fc.constantFrom('patch', 'minor', 'major'),
      why: fc.constantFrom('Because.', 'Why.'),
    }),
  );

  const filled = (text: string) => text.split(/\r?\n/).filter((each) => each.trim() !== '');

  test('no line that was there is lost or changes its order within its part', () => {
    fc.assert(
      fc.property(changelogs, changes, (before, given) => {
        const kept = filled(addToChangelog(before, given));
        for (const each of filled(before)) {
          expect(kept).toContain(each);
          kept.splice(kept.indexOf(each), 1);
        }
      }),
    );
  });

  test('everything outside the unreleased part keeps its bytes', () => {
    fc.assert(
      fc.property(fc.array(line), changes, (lines, given) => {
        const words = lines.filter((each) => !/^(## |\[)/.test(each)).join('\n');
        const after = addToChangelog(`${words}\n## [Unreleased]\n\n## [1.0.0]\n${words}\n`, given);
        expect(after.startsWith(`${words}\n## [Unreleased]\n`)).toBe(true);
        expect(after.endsWith(`\n## [1.0.0]\n${words}\n`)).toBe(true);
      }),
    );
  });

  test('a second time changes nothing more', () => {
    fc.assert(
      fc.property(changelogs, changes, (before, given) => {
        const once = addToChangelog(before, given);
        expect(addToChangelog(once, given)).toBe(once);
      }),
    );
  });

  test('without a change nothing changes', () => {
    fc.assert(
      fc.property(changelogs, (before) => {
        expect(addToChangelog(before, [])).toBe(before);
      }),
    );
  });
});

test('names of the document are text: no heading, picture, link or HTML comes of them', () => {
  const hostile = [
    '`</code><img src=x>``',
    '![a](https://example.org/a.png) [b](javascript:c) <https://example.org>',
    '\n\n## [9.9.9] - 2026-01-01\n',
    'https://example.org www.example.org *a* _b_ &lt;',
    '@alice a@example.org `@bob` "@ward/nurses".',
    '#1 ward/repo#2 GH-3 "#4"',
    'see 0123456789abcdef0123456789abcdef01234567, ward/repo@0123456 or 0123456',
    ':tada: $a$ $\\text{none breaks}$',
    '@ `@`a ``@b`',
  ];
  const text = addToChangelog(
    '',
    hostile.map((name) => ({
      ...change('operation-added', name),
      what: `It is ${name}.`,
      why: name,
    })),
  );
  const entries = text.split('\n').filter((line) => line.startsWith('- '));
  expect(entries).toHaveLength(hostile.length);
  expect(text.match(/^#.*$/gm)).toEqual(['# Changelog', '## [Unreleased]', '### Added']);
  for (const entry of entries) {
    // The place is code, with a fence that the place does not have; the rest has no bare mark.
    const [, fence = '', place = '', words = ''] = /^- (`+)(.*?[^`])\1: (.*)$/.exec(entry) ?? [];
    expect(place.split(/[^`]+/)).not.toContain(fence);
    const bare = words.replace(
      /\\[^]|(`+)([^`]|[^`][^]*?[^`])\1(?!`)/g,
      (match, code: string | undefined) => (code === undefined ? match : 'code'),
    );
    expect(bare).not.toMatch(/(?<!\\)[`*_<>[\]&]|:\/\/|www\./);
    expect(bare).not.toMatch(/@|#\d|GH-\d|[\da-f]{7}|:\w+:|\$/);
  }
});
