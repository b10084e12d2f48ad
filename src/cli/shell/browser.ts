/** Opens a page in the user's browser. */
import { spawn } from 'node:child_process';

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  // `start` takes a first quoted argument for the title of a window.
  win32: ['cmd', '/c', 'start', '""'],
};

/** @returns whether there is a program for it; not whether that found a browser */
export function openInBrowser(url: string): Promise<boolean> {
  const [command, ...before] = OPENERS[process.platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const opener = spawn(command, [...before, url], { stdio: 'ignore', detached: true });
    opener.once('error', () => {
      resolve(false);
    });
    opener.once('spawn', () => {
      // The browser outlives this command.
      opener.unref();
      resolve(true);
    });
  });
}
