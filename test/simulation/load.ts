/**
 * Loads the code under test, on a simulated machine: its global time and chance are replaced as the bundle is
 * made, so nothing of it has to change for the simulator. A mutant is loaded with one piece of text replaced.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build, type Plugin } from 'esbuild';

export type Subject = typeof import('./subject.js');

/** One piece of text in one file of the code under test, and what stands there instead. */
export interface Replacement {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** @throws when the text does not stand in the file exactly once: the code has moved on, and the mutant must follow */
function replaceOnce({ file, from, to }: Replacement): string {
  const parts = readFileSync(path.join(ROOT, file), 'utf8').split(from);
  if (parts.length !== 2) {
    throw new Error(`${file} has ${parts.length - 1} times, and not once: ${from}`);
  }
  return parts.join(to);
}

const replace = (replacements: readonly Replacement[]): Plugin => ({
  name: 'replace',
  setup: (build) => {
    for (const replacement of replacements) {
      const filter = new RegExp(`[/\\\\]${path.basename(replacement.file)}$`);
      const contents = replaceOnce(replacement);
      build.onLoad({ filter }, ({ path: file }) =>
        path.relative(ROOT, file).replaceAll('\\', '/') === replacement.file
          ? { contents, loader: 'ts' }
          : undefined,
      );
    }
  },
});

const MACHINE = 'globalThis.simulatedMachine';
const onDisk = (...names: string[]): string =>
  names
    .map((name) => `export const ${name} = (...given) => ${MACHINE}.disk.${name}(...given);`)
    .join('\n');

/** What our code imports of Node and the machine decides. All else is a matter of its arguments alone. */
const MODULES: Readonly<Record<string, string>> = {
  'pg-boss': `export const PgBoss = function () { return ${MACHINE}.boss; };`,
  'node:crypto': `export { createHash, createHmac, randomBytes } from 'node:crypto';
    export const randomUUID = () => ${MACHINE}.randomUUID();`,
  'node:fs': onDisk('writeSync', 'createReadStream'),
  'node:fs/promises': onDisk('open', 'stat', 'realpath', 'link', 'rm'),
};

const simulate: Plugin = {
  name: 'simulate',
  setup: (build) => {
    const filter = new RegExp(`^(?:${Object.keys(MODULES).join('|')})$`);
    build.onResolve({ filter }, ({ path: name, importer, namespace }) =>
      importer.includes('node_modules') || namespace === 'simulated'
        ? { external: true }
        : { path: name, namespace: 'simulated' },
    );
    build.onLoad({ filter, namespace: 'simulated' }, ({ path: name }) => ({
      contents: MODULES[name] ?? '',
      loader: 'js',
    }));
  },
};

/** The statements of the outbox, and what opens a database of its own: nothing of that is run as it is. */
const statements: Plugin = {
  name: 'statements',
  setup: (build) => {
    build.onLoad(
      { filter: /[/\\]src[/\\]outbox[/\\](?:store|embedded)[/\\][\w-]+\.ts$/ },
      ({ path: file }) => {
        const names = [
          ...readFileSync(file, 'utf8').matchAll(
            /^export (?:async function|function|const) (\w+)/gm,
          ),
        ];
        const contents = names
          .map(
            ([, name = '']) =>
              `export const ${name} = (...given) => ${MACHINE}.store.${name}(...given);`,
          )
          .join('\n');
        return { contents, loader: 'js' };
      },
    );
  },
};

const LEAKS = ['Date.now', 'performance.now', 'Math.random', 'setTimeout', 'setInterval'];

/** Replaces what reads the real machine by functions that say so. */
const PREAMBLE = `
const __leak = (what) => () => globalThis.simulatedMachine.leak(what);
class __Date extends Date {
  constructor(...given) { super(...(given.length === 0 ? [globalThis.simulatedMachine.now()] : given)); }
}
const __soon = (act) => globalThis.simulatedMachine.soon(act);
const __emitWarning = (text) => globalThis.simulatedMachine.warn(String(text));
${LEAKS.map((name, index) => `const __leak${index} = __leak('${name}');`).join('\n')}
`;

const define = {
  Date: '__Date',
  setImmediate: '__soon',
  'process.emitWarning': '__emitWarning',
  ...Object.fromEntries(LEAKS.map((name, index) => [name, `__leak${index}`])),
};

/** The code under test as one text. */
export async function bundle(replacements: readonly Replacement[] = []): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, 'test/simulation/subject.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    // Not the forms that load others as they run.
    mainFields: ['module', 'main'],
    target: 'es2022',
    banner: { js: PREAMBLE },
    define,
    plugins: [replace(replacements), statements, simulate],
    external: ['pg', '@electric-sql/pglite'],
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** @throws when a replacement has no place */
export async function load(replacements: readonly Replacement[] = []): Promise<Subject> {
  const text = await bundle(replacements);
  const folder = mkdtempSync(path.join(tmpdir(), 'simulation-'));
  try {
    const file = path.join(folder, 'subject.mjs');
    writeFileSync(file, text);
    return (await import(pathToFileURL(file).href)) as Subject;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
