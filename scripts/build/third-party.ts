/** Bundles third-party code, with its licences, so that installing the package installs no other. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { build, type Metafile, type Plugin } from 'esbuild';

/** The folders of the packages whose code is in the bundles. */
function packagesIn(metafile: Metafile): string[] {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = inputs.flatMap(
    (input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
  );
  return [...new Set(folders)].sort();
}

/** @throws when a package has no licence file and so must not be bundled */
async function readLicence(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  ) as { name: string; version: string; license: string };
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence file`);
  const text = await readFile(path.join(folder, file), 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

/**
 * Replaces each compiled module by a bundle, and writes the licences beside them.
 * @param modules paths in `src/`, without their ending
 * @param licences a file in `dist/src/`
 */
export async function bundleThirdParty(
  modules: readonly string[],
  licences: string,
  plugins: Plugin[] = [],
): Promise<void> {
  const { metafile } = await build({
    entryPoints: modules.map((module) => `src/${module}.ts`),
    outbase: 'src',
    outdir: 'dist/src',
    bundle: true,
    minify: true,
    platform: 'node',
    // The other entry of jsonc-parser is UMD, which loads its parts in a way that cannot be followed.
    mainFields: ['module', 'main'],
    format: 'esm',
    target: 'node20.19',
    legalComments: 'none',
    metafile: true,
    // CommonJS packages load Node's modules by `require`, which ES modules lack.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins,
  });
  const folder = path.dirname(licences);
  const names = modules.map((module) => `${path.relative(folder, module)}.js`).join(', ');
  const intro = `These files contain code of the packages below, under their licences: ${names}\n`;
  const sections = await Promise.all(packagesIn(metafile).map(readLicence));
  const text = [intro, ...sections].join(`\n${'-'.repeat(80)}\n\n`);
  await writeFile(path.join('dist/src', licences), text);
}
