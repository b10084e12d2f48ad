// What the workflows of this repository promise.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

interface Step {
  name?: string;
  uses?: string;
  run?: string;
}

interface Workflow {
  on: Record<string, unknown>;
  jobs: Record<string, { steps?: Step[]; permissions?: Record<string, string> }>;
}

const FOLDER = new URL('../../.github/workflows/', import.meta.url);
const workflow = (name: string): Workflow =>
  parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Workflow;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'workflows-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

test.each(readdirSync(FOLDER))('%s names every action of others by its commit', (name) => {
  const steps = Object.values(workflow(name).jobs).flatMap((job) => job.steps ?? []);
  for (const { uses } of steps) if (uses) expect(uses).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/);
});

test('the branch of a new document is tested', () => {
  const { steps = [], permissions } = workflow('spec-drift.yml').jobs['propose'] ?? {};
  expect(steps.at(-1)?.run).toBe('gh workflow run ci.yml --ref "$BRANCH"');
  expect(permissions).toMatchObject({ actions: 'write' });
  expect(workflow('ci.yml').on).toHaveProperty('workflow_dispatch');
});

describe('a release', () => {
  const check = workflow('release.yml').jobs['publish']?.steps?.find(({ name }) =>
    name?.startsWith('Check that the tag'),
  )?.run;

  function run(changelog: string): number | null {
    writeFileSync(join(directory, 'package.json'), '{ "version": "1.2.3" }');
    writeFileSync(join(directory, 'CHANGELOG.md'), changelog);
    const env = { ...process.env, GITHUB_REF_NAME: 'v1.2.3' };
    return spawnSync('bash', ['-e', '-c', check ?? 'exit 9'], { cwd: directory, env }).status;
  }

  test('needs a heading of its version', () => {
    expect(run('# Changelog\n\n## [1.2.3] - 2026-01-01\n')).toBe(0);
    expect(run('# Changelog\n\n## [1.2.3]\n')).toBe(0);
    expect(run('# Changelog\n\n## [1.2.4]\n\n## [1a2.3]\n')).toBe(1);
  });

  test('takes no words of a document for that heading', () => {
    expect(run('# Changelog\n\n- `GET /a ## [1.2.3]`: It was added.\n')).toBe(1);
    expect(run('# Changelog\n\n- It is \\## [1.2.3] now.\n  ## [1.2.3]\n')).toBe(1);
  });
});
