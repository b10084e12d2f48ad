/** The outbox where it cannot work: it says what is missing, and who does not use it needs nothing of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { nodes, project, removeProjects, resultOf, run } from './environment.js';

let cwd: string;
beforeAll(async () => {
  cwd = await project();
});
afterAll(removeProjects);

describe.each(['outbox.mjs', 'outbox.cjs'])('%s', (program) => {
  test('an older Node is refused by its version', async () => {
    const refusal = await resultOf(run([nodes['20.19'](), program], { cwd }));
    expect(refusal).toMatchObject({ code: 'configuration', field: 'node', own: true });
    expect(refusal).toMatchObject({ message: expect.stringMatching(/22\.12.*20\.19/) });
  });

  test.each([
    ['22', 'server', 'pg'],
    ['24', 'server', 'pg'],
    ['26', 'server', 'pg'],
    ['22', 'folder', '@electric-sql/pglite'],
    ['24', 'folder', '@electric-sql/pglite'],
    ['26', 'folder', '@electric-sql/pglite'],
  ] as const)(
    'on Node %s, for a database in a %s, the package to install is named: %s',
    async (version, place, field) => {
      const refusal = await resultOf(run([nodes[version](), program, place], { cwd }));
      expect(refusal).toMatchObject({
        ...{ code: 'configuration', field, own: true },
        message: expect.stringContaining(`npm install ${field}`),
      });
    },
  );
});

describe('the command', () => {
  const command = (node: string, words: readonly string[]) =>
    run([node, 'node_modules/tigerconnect-messages/dist/src/cli/main.js', 'outbox', ...words], {
      cwd,
      env: { DATABASE_URL: '' },
    });

  test('an older Node is refused before anything else', async () => {
    const { status, stderr } = await command(nodes['20.19'](), ['counts']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^tigerconnect: node: the outbox needs Node 22\.12 or newer.*20\.19/);
  });

  test.each(['22', '24', '26'] as const)(
    'on Node %s, the package to install is named',
    async (version) => {
      const words = ['enqueue', '--to', 'nurse@ward.example', '--body', 'x', '--folder', 'box'];
      const { status, stderr } = await command(nodes[version](), words);
      expect(status).toBe(2);
      expect(stderr).toBe(
        'tigerconnect: @electric-sql/pglite: the outbox needs this package: npm install @electric-sql/pglite\n',
      );
    },
  );
});
