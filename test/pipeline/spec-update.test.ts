// Taking a new document in: all of it or nothing, and a second time changes nothing.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../../scripts/pipeline/progress.js';
import { runSpecUpdate } from '../../scripts/spec-update.js';
import { change as changeOf } from '../../scripts/pipeline/compare/change.js';

const OLD = Buffer.from('---\r\nold: é\n---');
const NEW = Buffer.from('---\r\nnew: ü\n---');
const change = changeOf('operation-removed', 'GET /a');
const ENTRY = '- **Breaking:** `GET /a`: It was removed. Nobody can call it any more.';

let root: string;
let output: string;
let calls: string[][];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'spec-update-test-'));
  output = '';
  calls = [];
  for (const folder of ['spec', 'generated/core'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'spec/vendor.yaml'), OLD);
  writeFileSync(join(root, 'spec/openapi.json'), 'old document');
  writeFileSync(join(root, 'spec/overlay.yaml'), 'overlay');
  writeFileSync(join(root, 'generated/core/request.ts'), 'old client');
  writeFileSync(join(root, 'CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n\n## [0.1.0]\n');
  writeFileSync(join(root, 'new.yaml'), NEW);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

/** All files of the repository with their content. */
function files(): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'latin1')]));
}

/** Stands for the pipeline: writes what it would, and gives its exit code. */
function generating(code: number, document = 'new document', facade: object[] = []) {
  return (argv: string[]): Promise<number> => {
    calls.push(argv);
    const report = argv[argv.indexOf('--report') + 1] ?? '';
    const comparison = { changes: [change], bump: 'major', first: false };
    writeFileSync(report, JSON.stringify({ comparison, facade }));
    if (code === 0) {
      writeFileSync(join(root, 'spec/openapi.json'), document);
      writeFileSync(join(root, 'generated/core/request.ts'), 'new client');
    }
    return Promise.resolve(code);
  };
}

function run(argv: string[], generate: (argv: string[], io: Io) => Promise<number>) {
  const say = (text: string) => {
    output += text;
  };
  const io = { cwd: root, out: say, error: say, terminal: false };
  return runSpecUpdate(argv, io, { root, generate });
}

describe('a document that generates', () => {
  test('is copied byte for byte, and its changes are added to the changelog', async () => {
    expect(await run(['new.yaml'], generating(0))).toBe(0);
    expect(readFileSync(join(root, 'spec/vendor.yaml'))).toEqual(NEW);
    expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toBe(
      `# Changelog\n\n## [Unreleased]\n\n### Removed\n\n${ENTRY}\n\n## [0.1.0]\n`,
    );
    expect(output).toContain('Updated spec/vendor.yaml and CHANGELOG.md.');
  });

  test('is generated from where it is, with our overlay, into our folders', async () => {
    await run(['new.yaml'], generating(0));
    const [flags = []] = calls;
    const value = (flag: string) => flags[flags.indexOf(flag) + 1];
    expect(value('--input')).toBe(join(root, 'new.yaml'));
    expect(value('--overlay')).toBe(join(root, 'spec/overlay.yaml'));
    expect(value('--output')).toBe(join(root, 'generated'));
    expect(value('--openapi')).toBe(join(root, 'spec/openapi.json'));
  });

  test('changes nothing more the second time', async () => {
    await run(['new.yaml'], generating(0));
    const once = files();
    expect(await run(['new.yaml'], generating(0))).toBe(0);
    expect(files()).toEqual(once);
    expect(output).toContain('The document is not new.');
  });

  test('adds nothing to the changelog again after a release', async () => {
    await run(['new.yaml'], generating(0));
    writeFileSync(join(root, 'CHANGELOG.md'), '## [Unreleased]\n');
    await run(['new.yaml'], generating(0));
    expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toBe('## [Unreleased]\n');
  });

  test('is taken in also where work by hand remains, which is said once', async () => {
    const lost = [{ calls: ['messages.send()'], method: 'MessageService.send', added: 'lost' }];
    expect(await run(['new.yaml'], generating(0, 'new document', lost))).toBe(3);
    expect(readFileSync(join(root, 'spec/vendor.yaml'))).toEqual(NEW);
    expect(output).toMatch(/src\/messages\/ no longer compiles: .* before a commit\.\n$/);
    expect(await run(['new.yaml'], generating(0, 'new document', lost))).toBe(0);
  });

  test('may be the one that is in spec/ already', async () => {
    writeFileSync(join(root, 'spec/vendor.yaml'), NEW);
    expect(await run(['spec/vendor.yaml'], generating(0))).toBe(0);
    expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toContain(ENTRY);
  });

  test('can have its report kept', async () => {
    await run(['new.yaml', '--report', 'report.json'], generating(0));
    expect(readFileSync(join(root, 'report.json'), 'utf8')).toContain('GET /a');
  });

  test('begins a changelog where there is none', async () => {
    rmSync(join(root, 'CHANGELOG.md'));
    await run(['new.yaml'], generating(0));
    expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toContain(ENTRY);
  });
});

describe('everything stays as it was', () => {
  test.each([1, 2])('when generating ends with %i', async (code) => {
    const before = files();
    expect(await run(['new.yaml'], generating(code))).toBe(code);
    expect(files()).toEqual(before);
    expect(output).toContain('Nothing was changed');
  });

  test('when generating crashes', async () => {
    const before = files();
    const crash = () => Promise.reject(new Error('out of memory'));
    await expect(run(['new.yaml'], crash)).rejects.toThrow('out of memory');
    expect(files()).toEqual(before);
  });

  test('when something fails after the client was generated', async () => {
    const given = join(root, 'new.yaml');
    const before = Object.fromEntries(Object.entries(files()).filter(([path]) => path !== given));
    const vanishing = async (argv: string[]) => {
      const code = await generating(0)(argv);
      rmSync(given);
      return code;
    };
    await expect(run(['new.yaml'], vanishing)).rejects.toThrow('ENOENT');
    expect(files()).toEqual(before);
  });

  test.each([[[]], [['a', 'b']], [['--unknown', 'a']]])('when called with %j', async (argv) => {
    const before = files();
    expect(await run(argv, generating(0))).toBe(2);
    expect(files()).toEqual(before);
    expect(output).toContain('npm run spec:update -- <file>');
  });
});

test('help succeeds', async () => {
  expect(await run(['--help'], generating(0))).toBe(0);
  expect(calls).toEqual([]);
});
