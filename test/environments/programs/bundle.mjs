// Bundles an entry of this project: `bundle.mjs <bundler> <entry> <folder> [external …]`. The result is
// index.js or index.mjs with whatever it needs beside it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [bundler, entry, folder, ...external] = process.argv.slice(2);
const input = path.resolve(entry);
const require = createRequire(path.join(process.env.TOOLS, 'package.json'));
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);

async function esbuild(format, extension) {
  const { build } = await load('esbuild');
  await build({
    entryPoints: [input],
    outfile: path.join(folder, `index.${extension}`),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format,
    external,
    logLevel: 'error',
  });
}

async function tsup(format) {
  const { build } = await load('tsup');
  await build({
    entry: { index: input },
    outDir: folder,
    format: [format],
    noExternal: [/.*/],
    external,
    config: false,
    silent: true,
    target: 'node20',
    // Without this, what is written is named by the "type" of the package.json in the working directory.
    outExtension: () => ({ js: format === 'cjs' ? '.js' : '.mjs' }),
  });
}

const bundlers = {
  'esbuild-cjs': () => esbuild('cjs', 'js'),
  'esbuild-esm': () => esbuild('esm', 'mjs'),
  'tsup-cjs': () => tsup('cjs'),
  'tsup-esm': () => tsup('esm'),
  rollup: async () => {
    const { rollup } = await load('rollup');
    const [resolve, commonjs, json] = await Promise.all(
      ['node-resolve', 'commonjs', 'json'].map((name) => load(`@rollup/plugin-${name}`)),
    );
    const plugins = [
      resolve.nodeResolve({ preferBuiltins: true, exportConditions: ['node'] }),
      commonjs.default(),
      json.default(),
    ];
    const bundle = await rollup({ input, plugins, external });
    await bundle.write({ dir: folder, format: 'es', entryFileNames: 'index.mjs' });
  },
  webpack: async () => {
    const { default: webpack } = await load('webpack');
    const stats = await new Promise((resolve, reject) => {
      webpack(
        {
          mode: 'production',
          target: 'node20',
          entry: input,
          output: { path: folder, filename: 'index.js' },
          externals: Object.fromEntries(external.map((name) => [name, `commonjs ${name}`])),
        },
        (error, result) => (error ? reject(error) : resolve(result)),
      );
    });
    if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }));
  },
  ncc: async () => {
    const { default: ncc } = await load('@vercel/ncc');
    const { code, assets } = await ncc(input, { externals: external, minify: true, quiet: true });
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'index.js'), code);
    for (const [name, { source }] of Object.entries(assets)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), source);
    }
  },
  rolldown: async () => {
    const { build } = await load('rolldown');
    const output = { dir: folder, format: 'esm', entryFileNames: 'index.mjs', minify: true };
    await build({ input, platform: 'node', external, output });
  },
  vite: async () => {
    const { build } = await load('vite');
    await build({
      root: process.cwd(),
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true, external },
      build: {
        ssr: input,
        outDir: folder,
        rollupOptions: { output: { entryFileNames: 'index.mjs' } },
      },
    });
  },
};

await bundlers[bundler]();
