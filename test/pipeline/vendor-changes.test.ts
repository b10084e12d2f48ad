// What the vendor may do next to the document of today, and what `spec:update` says of it, in a copy of this repository.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { runGenerate } from '../../scripts/generate.js';
import type { Change, Comparison } from '../../scripts/pipeline/compare/change.js';
import type { Report } from '../../scripts/pipeline/report/report.js';
import { runSpecUpdate } from '../../scripts/spec-update.js';
import { remove, ROOT, scratch } from './harness.js';

const VENDOR = readFileSync(join(ROOT, 'spec/vendor.yaml'), 'utf8');

const FORM_RECIPIENT = '- in: formData\n        name: recipient';

let root: string;

beforeEach(async () => {
  root = await scratch();
  for (const name of ['spec', 'generated']) {
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  }
});

afterEach(async () => {
  await remove(root);
});

interface Update {
  exitCode: number;
  output: string;
  report: Report;
  /** Empty where nothing was written. */
  changelog: string;
}

/** Takes in the vendor's document with the words replaced, from this path of the copy. */
async function update(
  old: string | RegExp,
  now: string,
  path = 'new/vendor.yaml',
): Promise<Update> {
  const changed = VENDOR.replace(old, now);
  expect(changed).not.toBe(VENDOR);
  mkdirSync(join(root, 'new'));
  writeFileSync(join(root, path), changed);
  let output = '';
  const write = (text: string) => {
    output += text;
  };
  const io = { cwd: root, out: write, error: write, terminal: false };
  const argv = [path, '--report', 'report.json'];
  const exitCode = await runSpecUpdate(argv, io, { root, generate: runGenerate });
  const report = JSON.parse(readFileSync(join(root, 'report.json'), 'utf8')) as Report;
  const changelog = exitCode === 1 ? '' : readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  return { exitCode, output, report, changelog };
}

const lines = ({ changes }: Comparison): string[] => changes.map(line);
const line = ({ breaking, where, what }: Change): string =>
  `${breaking ? 'BREAKS ' : ''}${where}: ${what}`;

describe('while the overlay does not fit, only what the vendor changed is told', () => {
  test.each<[string, [old: string, now: string], string[]]>([
    [
      'a path that has another name',
      ['/message/status/:', '/messages/status/:'],
      ['BREAKS PUT /messages/status/: It moved here from PUT /message/status/.'],
    ],
    [
      'another method',
      ['    put:', '    patch:'],
      ['BREAKS PATCH /message/status/: It moved here from PUT /message/status/.'],
    ],
    [
      'a parameter that moved into the form',
      ['- in: query\n        name: recipient', FORM_RECIPIENT],
      ['POST /message/ · query parameter recipient: It moved from the query to the form.'],
    ],
    [
      'another unit in the words',
      ['number of minutes', 'number of seconds'],
      [
        'POST /message/ · form field ttl: Its description was "An integer value with the number of minutes until the message expires" and is "An integer value with the number of seconds until the message expires" now.',
      ],
    ],
    [
      'another name of a field',
      ['name: ttl', 'name: time_to_live'],
      [
        'BREAKS POST /message/ · form field ttl: It was removed.',
        'POST /message/ · form field time_to_live: It was added.',
      ],
    ],
    [
      'another server',
      ['host: developer.tigertext.me', 'host: api.example'],
      [
        'servers: The server was http://developer.tigertext.me/v2 and is http://api.example/v2 now.',
      ],
    ],
  ])('%s', async (_, words, expected) => {
    const { exitCode, output, report } = await update(...words);
    expect(exitCode).toBe(1);
    expect(lines(report.comparison)).toEqual(expected);
    expect(output).toContain('Version bump: not known until the overlay fits');
    expect(output).not.toMatch(/Only words for people|without a type/);
    expect(report.comparison.bump).toBe('unknown');
  });

  test('each action has its place, and what to do', async () => {
    const { output } = await update('- in: query\n        name: recipient', FORM_RECIPIENT);
    const line = (target: string) =>
      readFileSync(join(ROOT, 'spec/overlay.yaml'), 'utf8').split(target)[0]?.split('\n').length;
    const target = "$.paths['/message/'].post.parameters[?(@.name == 'recipient')]";
    expect(output).toContain(
      `  spec/overlay.yaml:${line(target) ?? ''}  ${target} matches nothing`,
    );
    expect(output).toMatch(/Do this: where the vendor renamed or moved it, correct the target;/);
    expect(output).toMatch(/Do this: see what the words of the vendor mean now;/);
    expect(output).toContain('then run the same command again.');
  });

  test('and nothing is said where the earlier document is overwritten', async () => {
    const { output, report } = await update('    put:', '    patch:', 'spec/vendor.yaml');
    expect(report.comparison.changes).toEqual([]);
    expect(output).toContain('The overlay no longer fits: what changed is not known yet');
  });
});

describe('a document that fits', () => {
  test('names what users write, and what only api can set yet', async () => {
    const field =
      '- in: formData\n        name: priority\n        description: How urgent it is\n      ';
    const { exitCode, output, changelog, report } = await update(
      '- in: formData',
      `${field}- in: formData`,
    );
    expect(exitCode).toBe(0);
    expect(changelog).toContain('- `api.message.sendMessage() · formData.priority`: It was added.');
    expect(report.comparison.bump).toBe('minor');
    expect(output).toContain(`
New, and for now in api only
  MessageService.sendMessage: form field priority, which messages.send(), messages.sendMany() cannot set
`);
  });

  test('calls a type as users do', async () => {
    const response = 'description: OK\n          schema:\n            $ref: "#/definitions/Sent"';
    const definitions =
      'definitions:\n  Sent:\n    type: object\n    properties:\n      id: { type: string }\n';
    const { changelog } = await update(
      /description: OK([^]*)x-streamrank:/,
      `${response}$1${definitions}x-streamrank:`,
    );
    expect(changelog).toContain('- `ApiTypes.Sent`: It was added.');
  });

  test('that renames an operation is one change, and leaves work in src/messages/', async () => {
    const { exitCode, output, changelog, report } = await update(
      'operationId: sendMessage',
      'operationId: postMessage',
    );
    expect(exitCode).toBe(3);
    expect(lines(report.comparison)).toEqual([
      'BREAKS POST /message/: Its operation id was sendMessage and is postMessage now.',
    ]);
    expect(changelog).not.toMatch(/src.messages|messages\.send|TypeScript/);
    expect(output).toContain(
      '  messages.send(), messages.sendMany(): MessageService.sendMessage is gone',
    );
    expect(output).toMatch(/src\/messages\/ .* must be changed by hand before a commit\.\n$/);
  });
});
