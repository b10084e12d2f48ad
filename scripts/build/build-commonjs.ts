/**
 * The step of `npm run build` for CommonJS: the library once more, module by module, for those who cannot load
 * ES modules by `require`, first of all jest in its default configuration. Node itself and bundlers are led
 * to the ES modules both ways (`exports` in package.json), so that a program has each error class once.
 */
import { cp, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { build } from 'esbuild';

import { bundleDependencies } from './build-client.js';
import { bundleSandboxVendor } from './build-sandbox.js';

const OUT = 'dist/cjs';

/** What is bundled anew, for the other format, or is no part of the library. */
const NOT_CONVERTED = /^(?:cjs|vendor|src\/cli)\/|^src\/sandbox\/vendor\.js$/;

export async function buildCommonJs(): Promise<void> {
  const files = (await readdir('dist', { recursive: true }))
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => !NOT_CONVERTED.test(name));
  await build({
    entryPoints: files.filter((name) => name.endsWith('.js')).map((name) => `dist/${name}`),
    outbase: 'dist',
    outdir: OUT,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    // Else an ES module would be asked for, which jest cannot load.
    supported: { 'dynamic-import': false },
  });
  for (const name of files.filter((each) => each.endsWith('.d.ts'))) {
    await cp(`dist/${name}`, `${OUT}/${name}`);
  }
  await bundleDependencies(OUT, 'cjs');
  await bundleSandboxVendor(`${OUT}/src/sandbox`, 'cjs');
  await writeFile(`${OUT}/package.json`, '{ "type": "commonjs" }\n');
}
