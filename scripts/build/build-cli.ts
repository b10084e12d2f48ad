/** `npm run build`, its step for the command: bundles the third-party code it uses, and drops what only a library needs. */
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { bundleThirdParty } from './third-party.js';

const OUT = 'dist/src/cli';

// Nobody imports the command, so its declarations are no use; the bundles have no source to map to.
const UNUSED = /(?:\.d\.ts|^vendor\/.*\.js\.map)$/;
for (const name of await readdir(OUT, { recursive: true })) {
  if (UNUSED.test(name.replaceAll(path.sep, '/'))) await rm(path.join(OUT, name));
}
const packages = ['commander', 'csv-parse', 'cli-progress'];
await bundleThirdParty(
  packages.map((name) => `cli/vendor/${name}`),
  'cli/THIRD-PARTY-LICENSES.txt',
);
