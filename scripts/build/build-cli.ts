/** The step of `npm run build` for the command: bundles its third-party code and removes what only a library needs. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { bundleThirdParty } from './third-party.js';

const OUT = 'dist/src/cli';

// Nobody imports the command or steps through it, so that it needs neither declarations nor source maps.
for (const name of await readdir(OUT, { recursive: true })) {
  const file = path.join(OUT, name);
  if (/\.(?:d\.ts|js\.map)$/.test(name)) await rm(file);
  else if (name.endsWith('.js')) {
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'));
  }
}
const PACKAGES = ['commander', 'csv-parse', 'cli-progress', 'jsonc-parser'];
await bundleThirdParty(
  PACKAGES.map((name) => `cli/vendor/${name}`),
  'cli/THIRD-PARTY-LICENSES.txt',
);
