import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { InputError } from '../../../scripts/pipeline/input-error.js';
import { read } from '../../../scripts/pipeline/stages/read.js';
import { remove, scratch, writeText } from '../harness.js';

let directory: string;

beforeEach(async () => {
  directory = await scratch();
});

afterEach(async () => {
  await remove(directory);
});

describe('read', () => {
  const swagger = 'swagger: "2.0"\ninfo: &i\n  title: Pets\nx-copy: *i\n';

  test.each([
    ['without front matter', swagger],
    ['in front matter', `---\n${swagger}---`],
    ['in front matter, with a comment after it', `---\n${swagger}---\n# the end\n`],
    ['with Windows line ends', swagger.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${swagger}`],
    ['as JSON', '\uFEFF{"swagger":"2.0","info":{"title":"Pets"},"x-copy":{"title":"Pets"}}'],
    [
      'as JSON in front matter',
      '---\n{"swagger":"2.0","info":{"title":"Pets"},"x-copy":{"title":"Pets"}}\n---\n',
    ],
    [
      'as JSON with a trailing comma',
      '{"swagger":"2.0","info":{"title":"Pets"},"x-copy":{"title":"Pets"},}',
    ],
  ])('reads a document %s', async (_, text) => {
    const { document } = await read(await writeText(directory, text));
    expect(document).toEqual({
      swagger: '2.0',
      info: { title: 'Pets' },
      'x-copy': { title: 'Pets' },
    });
    // What an anchor shares in the text is not shared in memory: rules change documents in place.
    expect(document['info']).not.toBe(document['x-copy']);
  });

  test.each([
    ['a repeated key', 'swagger: "2.0"\nhost: a\nhost: b\n', 3, /not valid YAML.*unique/],
    ['a document cut short', '{"swagger": "2.0",\n"info": {', 2, /not valid YAML/],
    [
      'an alias to nothing',
      'swagger: "2.0"\ninfo: *gone\n',
      undefined,
      /cannot be resolved|not valid/,
    ],
    ['a list', '- swagger\n', 1, /is not a mapping/],
    ['a second document', `${swagger}---\ninfo: {}\n`, 6, /second document/],
    ['a document without a version', 'info: {}\n', 1, /has no "swagger" key/],
  ])('refuses %s', async (_, text, line, problem) => {
    const failure = await read(await writeText(directory, text)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InputError);
    const { details } = failure as InputError;
    expect(details.problem).toMatch(problem);
    if (line !== undefined) expect(details.line).toBe(line);
    expect(details.correction).toMatch(/\.$/);
  });

  test('refuses text that is not UTF-8', async () => {
    const latin = Buffer.from('swagger: "2.0"\ninfo: { title: Caf\xE9 }\n', 'latin1');
    await expect(read(await writeText(directory, latin))).rejects.toThrow(/not UTF-8/);
  });
});
