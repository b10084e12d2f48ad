/** The step of `npm run build` for the command: bundles its third-party code and removes what only a library needs. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { bundleThirdParty, REQUIRE } from './third-party.js';

const OUT = 'dist/src/cli';

export async function buildCli(): Promise<void> {
  // Nobody imports the command or steps through it, so that it needs neither declarations nor source maps.
  for (const name of await readdir(OUT, { recursive: true })) {
    const file = path.join(OUT, name);
    if (/\.(?:d\.ts|js\.map)$/.test(name)) await rm(file);
    else if (name.endsWith('.js')) {
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'));
    }
  }
  const modules = await readdir('src/cli/vendor');
  await bundleThirdParty({
    entryPoints: Object.fromEntries(
      modules.map((file) => [path.basename(file, '.ts'), `src/cli/vendor/${file}`]),
    ),
    folder: `${OUT}/vendor`,
    format: 'esm',
    banner: REQUIRE,
  });
}
