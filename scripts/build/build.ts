/** `npm run build`: from the sources to `dist/`, which is what is published. */
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';

import { buildCli } from './build-cli.js';
import { buildClient } from './build-client.js';
import { buildCommonJs } from './build-commonjs.js';

import { buildSandbox } from './build-sandbox.js';

await rm('dist', { recursive: true, force: true });
execFileSync('node', ['node_modules/typescript/bin/tsc', '-p', 'src/tsconfig.json'], {
  stdio: 'inherit',
});
await buildClient();
await buildSandbox();
await buildCli();
await buildCommonJs();
