/** Installs what a folder of tests has in a package.json of its own, where it is not there. */
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

export function installTools(folder: string): void {
  const modified = (file: string): number => {
    const full = path.join(folder, file);
    return existsSync(full) ? statSync(full).mtimeMs : 0;
  };
  // npm writes this file last: an installation older than what it was to follow is not complete.
  if (modified('node_modules/.package-lock.json') >= modified('package-lock.json')) return;
  execFileSync('npm', ['ci', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
}
