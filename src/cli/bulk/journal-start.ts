/**
 * The first line of a journal, which decides the request ids. Of any number of processes that start one together, on
 * one host or on several, one puts its line in place, and the others go on with that.
 */
import { link, open, rm } from 'node:fs/promises';
import path from 'node:path';

import { type Header, writeLine } from './journal-lines.js';

/** How a file system says that it has no hard links: FAT and some network shares; EISDIR on Windows. */
const NO_LINKS = ['EACCES', 'EISDIR', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM'];

/**
 * Makes a journal of this line, unless there is one, or the file system has no hard links. It gets its name when it is
 * written: a link is made by one process only, also over NFS, where appending and looking are not exclusive.
 */
export async function placeHeader(file: string, header: Header, makeLink = link): Promise<void> {
  const draft = path.join(path.dirname(file), `${header.run}.journal.new`);
  const handle = await open(draft, 'wx', 0o600);
  try {
    try {
      writeLine(handle.fd, header, true);
    } finally {
      // Before it gets its name: NFS shows other hosts what was written when it is closed.
      await handle.close();
    }
    await makeLink(draft, file);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && !NO_LINKS.includes(code)) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
