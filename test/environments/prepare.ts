/** Makes ready what the tests of this folder use: the environments, and the package built, packed and installed. */
import { mkdirSync, rmSync } from 'node:fs';

import { installTools } from '../support/install.js';
import { installPackedPackage } from '../support/packed-package.js';
import { HERE, INSTALLED } from './environment.js';

installTools(HERE);
rmSync(INSTALLED, { recursive: true, force: true });
mkdirSync(INSTALLED, { recursive: true });
await installPackedPackage(INSTALLED);
