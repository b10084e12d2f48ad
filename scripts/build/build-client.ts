/**
 * The step of `npm run build` for the client: bundles its modules, since Node loads one file twice as fast as
 * sixty, and what it depends on, so that no bundler, test runner or runtime has to find that.
 */
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { build, type Format, type Plugin } from 'esbuild';

import { bundleThirdParty, leaveOut } from './third-party.js';

/** The bundle of each package, by what the sources import. */
const DEPENDENCIES: Readonly<Record<string, string>> = {
  'libphonenumber-js/max': 'libphonenumber-js',
  'node-fetch': 'node-fetch',
  'proxy-from-env': 'proxy-from-env',
};

/** What the command imports of the client, its public door and a little beside: paths in `src/`, without ending. */
async function importedByCommand(): Promise<string[]> {
  const found = new Set<string>();
  for (const name of await readdir('src/cli', { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const text = await readFile(path.join('src/cli', name), 'utf8');
    for (const [, specifier = ''] of text.matchAll(/^(?!import type).* from '(\..+)\.js';$/gm)) {
      const module = path.join('cli', path.dirname(name), specifier).replaceAll(path.sep, '/');
      if (!/^(?:cli|sandbox)\//.test(module)) found.add(module);
    }
  }
  return [...found];
}

/** fetch-blob's polyfill of the streams that every Node we support has. */
const POLYFILL = /streams\.cjs$/;

/** As Node sees a CommonJS module from an ES module: what it exports is the default. */
const DEFAULT_EXPORT =
  'if (module.exports.default) module.exports = Object.assign(module.exports.default, module.exports);';

/** Bundles the dependencies into `<folder>/vendor`. */
export async function bundleDependencies(folder: string, format: Format): Promise<void> {
  const entryPoints = Object.fromEntries(
    Object.entries(DEPENDENCIES).map(([specifier, name]) => [name, specifier]),
  );
  const plugins = [leaveOut(POLYFILL)];
  await bundleThirdParty({
    entryPoints,
    folder: path.join(folder, 'vendor'),
    format,
    plugins,
    ...(format === 'cjs' && { footer: DEFAULT_EXPORT }),
  });
}

const USE_BUNDLES: Plugin = {
  name: 'import the bundles of the dependencies',
  setup: (bundle) => {
    bundle.onResolve({ filter: /^[^.]/ }, ({ path: specifier }) => {
      const name = DEPENDENCIES[specifier];
      return name === undefined ? null : { path: `../vendor/${name}.js`, external: true };
    });
  },
};

/** Puts bundles in the place of the client's compiled modules; the declarations stay. */
export async function buildClient(): Promise<void> {
  for (const name of await readdir('dist', { recursive: true })) {
    const inBundle = !/^src.(?:cli|sandbox)\b/.test(name);
    if (inBundle && /\.js(?:\.map)?$/.test(name)) await rm(path.join('dist', name));
  }
  const internals = await importedByCommand();
  await build({
    entryPoints: {
      index: 'src/index.ts',
      undici: 'src/transport/undici.ts',
      outbox: 'src/outbox/index.ts',
      ...Object.fromEntries(internals.map((name) => [name, `src/${name}.ts`])),
    },
    outdir: 'dist/src',
    chunkNames: 'shared-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: ['undici', 'pg', 'pg-boss', '@electric-sql/pglite'],
    sourcemap: true,
    plugins: [USE_BUNDLES],
  });
  await bundleDependencies('dist', 'esm');
  // The countries are a part of the public types; this file has them, and needs no other.
  await copyFile('node_modules/libphonenumber-js/types.d.ts', 'dist/src/address/countries.d.ts');
  const phone = 'dist/src/address/phone.d.ts';
  const declarations = await readFile(phone, 'utf8');
  await writeFile(phone, declarations.replace("'libphonenumber-js/max'", "'./countries.js'"));
}
