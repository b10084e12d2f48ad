import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { applyOverlay, readOverlay } from '../../../scripts/pipeline/stages/overlay.js';
import { remove, scratch, writeText } from '../harness.js';

let directory: string;

beforeEach(async () => {
  directory = await scratch();
});

afterEach(async () => {
  await remove(directory);
});

describe('overlay', () => {
  const document = {
    openapi: '3.0.0',
    servers: [{ url: 'http://a' }, { url: 'http://b' }, { url: 'https://c' }],
    paths: { '/a': { get: { required: ['x'] } } },
  };

  async function overlay(actions: string): ReturnType<typeof applyOverlay> {
    const text = `overlay: 1.0.0\ninfo: { title: Test, version: 1.0.0 }\nactions:\n${actions}`;
    return applyOverlay(document, await readOverlay(await writeText(directory, text)));
  }

  test('applies each action, and lists those that match nothing', async () => {
    const before = structuredClone(document);
    const { document: after, stale } = await overlay(`
  - target: $.servers[?(@.url != 'https://c')]
    remove: true
  - target: $.paths['/b'].get
    description: A path that is gone
    update: { summary: Hello }
  - target: $.paths['/a'].get
    update: { required: [x, y] }
`);
    expect(after).toEqual({
      openapi: '3.0.0',
      servers: [{ url: 'https://c' }],
      paths: { '/a': { get: { required: ['x', 'y'] } } },
    });
    expect(stale).toEqual([
      { number: 2, target: "$.paths['/b'].get", description: 'A path that is gone' },
    ]);
    expect(document).toEqual(before);
  });

  test.each([
    ['without a target', '  - update: {}\n', /:4: action 1 cannot be applied: needs a target/],
    ['that does nothing', '  - target: $\n', /:4: action 1 cannot be applied: needs "update"/],
    [
      'whose target is not a JSON path',
      '  - target: $.[\n    remove: true\n',
      /action 1 cannot be applied/,
    ],
  ])('refuses an action %s', async (_, actions, message) => {
    await expect(overlay(actions)).rejects.toThrow(message);
  });

  test('refuses what is not an overlay', async () => {
    await expect(
      readOverlay(await writeText(directory, 'overlay: 2.0.0\nactions: []\n')),
    ).rejects.toThrow(/is not an Overlay 1\.x document/);
  });
});
