/** This package as its users get it: built, packed, and installed from the tarball. */
import { execFile } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface PackedPackage {
  /** The tarball, in the folder. */
  archive: string;
  /** What it holds. */
  files: string[];
  /** The folders of what is installed for a user, this package among it. */
  installed: string[];
}

/**
 * Builds the package and makes the folder a project that has it installed.
 * @param root of the repository
 */
export async function installPackedPackage(
  folder: string,
  root = process.cwd(),
): Promise<PackedPackage> {
  await run('npm', ['run', 'build'], { cwd: root });
  const pack = ['pack', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd: root });
  const [tarball] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  if (!tarball) throw new Error('npm pack named no file');
  await cp(path.join(root, '.npmrc'), path.join(folder, '.npmrc'));
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module", "private": true }');
  const install = ['install', '--prefer-offline', `./${tarball.filename}`];
  await run('npm', install, { cwd: folder });
  const listed = await run('npm', ['ls', '--all', '--parseable'], { cwd: folder });
  return {
    archive: path.join(folder, tarball.filename),
    files: tarball.files.map((file) => file.path),
    installed: listed.stdout.split('\n').filter((line) => line.includes('node_modules')),
  };
}
