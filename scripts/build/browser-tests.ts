/**
 * The part of `npm run check` that needs a browser: the tests of the sandbox's page. Without Chromium
 * they are left out, aloud; when CHROMIUM_PATH names one, as in CI, it must be there.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const named = process.env['CHROMIUM_PATH'];
const chromium = named ?? '/usr/bin/chromium';
if (existsSync(chromium)) {
  execFileSync('npm', ['run', 'test:browser'], { stdio: 'inherit' });
} else if (named === undefined) {
  console.log(
    `No Chromium at ${chromium}: the browser tests are left out. CHROMIUM_PATH names another.`,
  );
} else {
  console.error(`No Chromium at ${chromium}, which CHROMIUM_PATH names.`);
  process.exitCode = 1;
}
