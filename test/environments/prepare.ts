/** Makes ready what the tests of this folder use: the environments, and the package built, packed and installed. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

import { installPackedPackage } from '../support/packed-package.js';
import { HERE, INSTALLED } from './environment.js';

const modified = (file: string): number => {
  const full = path.join(HERE, file);
  return existsSync(full) ? statSync(full).mtimeMs : 0;
};

// npm writes this file last: an installation older than what it was to follow is not complete.
if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  execFileSync('npm', ['ci', '--loglevel=error'], { cwd: HERE, stdio: 'inherit' });
}
rmSync(INSTALLED, { recursive: true, force: true });
mkdirSync(INSTALLED, { recursive: true });
await installPackedPackage(INSTALLED);
