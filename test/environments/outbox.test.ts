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

  test.each(['22', '24', '26'] as const)(
    'on Node %s the package to install is named',
    async (version) => {
      const refusal = await resultOf(run([nodes[version](), program], { cwd }));
      expect(refusal).toMatchObject({
        ...{ code: 'configuration', field: 'pg', own: true },
        message: expect.stringMatching(/npm install pg/),
      });
    },
  );
});
