/**
 * The part of `npm run check` before the tests: what waits for nothing else, all at the same time, and meanwhile what the
 * tests use is made ready. What each prints is shown when it ends. Fails when one of them fails, after all of them.
 */
import { spawn } from 'node:child_process';

const CHECKS = [
  'npm run format:check',
  'npm run typecheck',
  'npm run lint',
  'npm run generate -- --check',
  'npm run docs',
  // The first builds the package, and the second reads what was built.
  'tsx test/environments/prepare.ts && tsx scripts/build/api-report.ts --check',
  'tsx test/outbox/prepare.ts',
];

const started = performance.now();

/** @returns whether it succeeded */
function check(command: string): Promise<boolean> {
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  const keep = (chunk: Buffer): number => output.push(chunk);
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = Math.round((performance.now() - started) / 1_000);
      const end = code === 0 ? `done after ${seconds} s` : `FAILED after ${seconds} s`;
      process.stdout.write(`\n== ${command}: ${end}\n${Buffer.concat(output).toString()}`);
      resolve(code === 0);
    });
  });
}

const results = await Promise.all(CHECKS.map(check));
const failed = CHECKS.filter((_, index) => results[index] !== true);
for (const command of failed) process.stdout.write(`\n== FAILED: ${command}\n`);
if (failed.length > 0) process.exitCode = 1;
