/**
 * `npm run build`, its last step: makes the compiled sandbox stand on its own. The third-party code it
 * uses is bundled, and the document and the page are put in, so that no package is installed for it.
 */
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { build, type Metafile } from 'esbuild';

import { bundlePage } from '../src/sandbox/page-bundle.js';

const OUT = 'dist/src/sandbox';
const SOURCE = 'src/sandbox';

/** Parts of openapi-backend that fetch, check and mock documents: the sandbox has one, checked long before. */
const UNUSED = /^(?:\.\/refparser|mock-json-schema|openapi-schema-validator)$/;

async function bundleVendor(): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [`${SOURCE}/vendor.ts`],
    outfile: `${OUT}/vendor.js`,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    legalComments: 'none',
    metafile: true,
    // CommonJS packages ask for Node's modules by `require`, which ES modules lack.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [
      {
        name: 'leave out what the sandbox does not use',
        setup: (bundle) => {
          const contents = 'module.exports = {};';
          bundle.onResolve({ filter: UNUSED }, () => ({ path: 'unused', namespace: 'unused' }));
          bundle.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents }));
        },
      },
    ],
  });
  return metafile;
}

/** The folders of the packages whose code is in the bundle. */
function packagesOf(metafile: Metafile): string[] {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = inputs.flatMap(
    (input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
  );
  return [...new Set(folders)].sort();
}

/** @throws when a package has no licence file: then it must not be bundled unseen */
async function licencesOf(folders: readonly string[]): Promise<string> {
  const sections = folders.map(async (folder) => {
    const { name, version, license } = JSON.parse(
      await readFile(path.join(folder, 'package.json'), 'utf8'),
    ) as { name: string; version: string; license: string };
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    const text = await readFile(path.join(folder, file), 'utf8');
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  const intro = 'vendor.js holds code of the packages below, under their licences.\n';
  return [intro, ...(await Promise.all(sections))].join(`\n${'-'.repeat(80)}\n\n`);
}

async function embed(): Promise<void> {
  const document = JSON.parse(await readFile('spec/openapi.json', 'utf8')) as unknown;
  const lines = [
    '// What the sandbox carries with it; put here by the build.',
    `export const apiDocument = ${JSON.stringify(document)};`,
    `const files = ${JSON.stringify(await bundlePage())};`,
    'export const pageFiles = () => Promise.resolve(files);',
    '',
  ];
  await writeFile(`${OUT}/embedded.js`, lines.join('\n'));
}

/** Declarations that the public ones do not reach would only show users types they do not have. */
async function reachable(file: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = await readFile(file, 'utf8');
  for (const [, specifier = ''] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g)) {
    await reachable(path.join(path.dirname(file), `${specifier}.d.ts`), seen);
  }
  return seen;
}

const declarations = await reachable(`${OUT}/index.d.ts`);
const BUILD_ONLY = /^(?:page-bundle\.js|(?:embedded|page-bundle|vendor)\.js\.map)$/;
for (const name of await readdir(OUT)) {
  const file = path.join(OUT, name);
  const unreachable = name.endsWith('.d.ts') && !declarations.has(file);
  if (unreachable || BUILD_ONLY.test(name)) await rm(file);
}
await embed();
const metafile = await bundleVendor();
await writeFile(`${OUT}/THIRD-PARTY-LICENSES.txt`, await licencesOf(packagesOf(metafile)));
