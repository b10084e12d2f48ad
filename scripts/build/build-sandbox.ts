/**
 * The step of `npm run build` for the sandbox: bundles its third-party code and embeds the document and
 * the page, so that the sandbox needs no other package.
 */
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Format } from 'esbuild';

import { bundlePage } from '../../src/sandbox/page-bundle.js';
import { bundleThirdParty, leaveOut, REQUIRE } from './third-party.js';

const OUT = 'dist/src/sandbox';

/** What openapi-sampler writes XML by: the sandbox answers JSON. */
const UNUSED = /^fast-xml-parser$/;

/** Puts the sandbox's third-party code in the place of the compiled `vendor.js`. */
export async function bundleSandboxVendor(folder: string, format: Format): Promise<void> {
  const page = await bundlePage();
  await bundleThirdParty({
    entryPoints: { vendor: 'src/sandbox/vendor.ts' },
    folder,
    format,
    plugins: [leaveOut(UNUSED)],
    beside: { 'embedded.js': page.flatMap(({ sources = [] }) => sources) },
    ...(format === 'esm' && { banner: REQUIRE }),
  });
}

async function embed(): Promise<void> {
  const document = JSON.parse(await readFile('spec/openapi.json', 'utf8')) as unknown;
  const files = (await bundlePage()).map(({ path: at, type, text }) => ({ path: at, type, text }));
  const lines = [
    '// The document and the page, embedded by the build.',
    `export const API_DOCUMENT = ${JSON.stringify(document)};`,
    `const files = ${JSON.stringify(files)};`,
    'export const pageFiles = () => Promise.resolve(files);',
    '',
  ];
  await writeFile(`${OUT}/embedded.js`, lines.join('\n'));
}

/** The declarations that the public ones reach; users have no use for others. */
async function reachable(file: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = await readFile(file, 'utf8');
  for (const [, specifier = ''] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)\.js'/g)) {
    await reachable(path.join(path.dirname(file), `${specifier}.d.ts`), seen);
  }
  return seen;
}

const BUILD_ONLY = /^(?:page-bundle\.js|(?:embedded|page-bundle|vendor)\.js\.map)$/;

export async function buildSandbox(): Promise<void> {
  const declarations = await reachable(`${OUT}/index.d.ts`);
  for (const name of await readdir(OUT, { recursive: true })) {
    const file = path.join(OUT, name);
    const unreachable = name.endsWith('.d.ts') && !declarations.has(file);
    if (unreachable || BUILD_ONLY.test(name)) await rm(file);
  }
  await embed();
  await bundleSandboxVendor(OUT, 'esm');
}
