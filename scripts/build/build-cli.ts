/** The step of `npm run build` for the command: bundles its third-party code and removes what only a library needs. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { bundleThirdParty } from './third-party.js';

const OUT = 'dist/src/cli';

// Nobody imports the command, so that it needs no declarations; the bundles have no source to map to.
const UNUSED = /(?:\.d\.ts|^vendor\/.*\.js\.map)$/;
for (const name of await readdir(OUT, { recursive: true })) {
  if (UNUSED.test(name.replaceAll(path.sep, '/'))) await rm(path.join(OUT, name));
}
const PACKAGES = ['commander', 'csv-parse', 'cli-progress', 'jsonc-parser'];
await bundleThirdParty(
  PACKAGES.map((name) => `cli/vendor/${name}`),
  'cli/THIRD-PARTY-LICENSES.txt',
);
