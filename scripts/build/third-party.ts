/** Bundles third-party code, with its licences, so that installing the package installs no other. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { build, type Format, type Metafile, type Plugin } from 'esbuild';

const sourcesIn = (metafile: Metafile): string[] =>
  Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));

/** The folders of the packages that files belong to. */
function packagesOf(files: readonly string[]): string[] {
  const folders = files.flatMap(
    (input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
  );
  return [...new Set(folders)].sort();
}

/** Some packages have theirs at the end of the README. */
const LICENCE_SECTION = /^#* *licen[cs]e\b[^]*permission is hereby granted[^]*/im;

/** @throws when a package has no text of a licence and so must not be bundled */
async function readLicence(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  ) as { name: string; version: string; license: string };
  const files = await readdir(folder);
  const file = files.find((entry) => /^licen[cs]e/i.test(entry));
  const readme = files.find((entry) => /^readme/i.test(entry));
  const whole = await readFile(path.join(folder, file ?? readme ?? ''), 'utf8');
  const text = file === undefined ? LICENCE_SECTION.exec(whole)?.[0] : whole;
  if (text === undefined) throw new Error(`${name} has no text of a licence`);
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

export interface Bundles {
  /** What is bundled, by the name of its bundle, without ending, in `folder`. */
  entryPoints: Readonly<Record<string, string>>;
  folder: string;
  format: Format;
  plugins?: Plugin[];
  /** Files in the folder that were bundled elsewhere, each with what it was made of. */
  beside?: Readonly<Record<string, readonly string[]>>;
  /** Code put first in each bundle. */
  banner?: string;
  /** Code put last. */
  footer?: string;
}

/** For ES modules of CommonJS packages, which load Node's modules by `require`. */
export const REQUIRE =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Writes a bundle for each entry point, and the licences of what is in them beside them. */
export async function bundleThirdParty(bundles: Bundles): Promise<void> {
  const {
    entryPoints,
    folder,
    format,
    plugins = [],
    beside = {},
    banner = '',
    footer = '',
  } = bundles;
  const { metafile } = await build({
    entryPoints,
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    // The other entry of jsonc-parser is UMD, which loads its parts in a way that cannot be followed.
    mainFields: ['module', 'main'],
    format,
    target: 'node20.19',
    legalComments: 'none',
    metafile: true,
    banner: { js: banner },
    footer: { js: footer },
    plugins,
  });
  const made = Object.keys(entryPoints).map((name) => `${name}.js`);
  const names = [...made, ...Object.keys(beside)];
  const intro = `These files contain code of the packages below, under their licences: ${names.join(', ')}\n`;
  const sources = [...sourcesIn(metafile), ...Object.values(beside).flat()];
  const sections = await Promise.all(packagesOf(sources).map(readLicence));
  const text = [intro, ...sections].join(`\n${'-'.repeat(80)}\n\n`);
  await writeFile(path.join(folder, 'THIRD-PARTY-LICENSES.txt'), text);
}

/** A plugin that puts an empty module in the place of those whose specifier matches. */
export const leaveOut = (specifier: RegExp): Plugin => ({
  name: 'leave out what is not used',
  setup: (bundle) => {
    const contents = 'module.exports = {};';
    bundle.onResolve({ filter: specifier }, () => ({ path: 'unused', namespace: 'unused' }));
    bundle.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents }));
  },
});
