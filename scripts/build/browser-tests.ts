/**
 * The part of `npm run check` that needs a browser: the tests of the sandbox's page. Without Chromium
 * it says that it skips them; where CHROMIUM_PATH is set, as in CI, Chromium must exist.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const configured = process.env['CHROMIUM_PATH'];
const chromium = configured ?? '/usr/bin/chromium';
if (existsSync(chromium)) {
  execFileSync('npm', ['run', 'test:browser'], { stdio: 'inherit' });
} else if (configured === undefined) {
  console.log(
    `No Chromium at ${chromium}: the browser tests are skipped. Set CHROMIUM_PATH to another one.`,
  );
} else {
  console.error(`No Chromium at ${chromium}, the value of CHROMIUM_PATH.`);
  process.exitCode = 1;
}
