/** `tigerconnect sandbox`: the Message API on this machine, until Ctrl-C. */
import { once } from 'node:events';

import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { openInBrowser } from '../shell/browser.js';
import { EXIT, type ExitCode } from '../shell/exit-code.js';
import { Interruption } from '../shell/interruption.js';
import type { Output } from '../shell/output.js';
import { UsageError } from '../shell/usage-error.js';

export interface SandboxOptions {
  port?: number;
  strict?: boolean;
  open?: boolean;
}

const welcome = ({ url, pageUrl, apiKey, apiSecret }: Sandbox): string => `
The inbox page is at ${pageUrl}
To send to it, in another shell:

  export TIGERCONNECT_BASE_URL=${url}
  export TIGERCONNECT_API_KEY=${apiKey} TIGERCONNECT_API_SECRET=${apiSecret}
  npx tigerconnect send --to nurse@ward.example --body 'Bed 12: potassium 6.8'

Nothing leaves this machine, and nothing is stored. Ctrl-C ends the sandbox.`;

async function start({ port = 0, strict }: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox({ port, strict });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new UsageError(`--port: ${port} is in use; choose another`);
    if (code === 'EACCES') throw new UsageError(`--port: ${port} is not allowed; choose another`);
    throw error;
  }
}

export async function sandbox(options: SandboxOptions, output: Output): Promise<ExitCode> {
  const interruption = new Interruption();
  try {
    const running = await start(options);
    const { url, pageUrl, apiKey, apiSecret } = running;
    await output.result({ url, pageUrl, apiKey, apiSecret }, welcome(running));
    if (options.open === true && !(await openInBrowser(pageUrl))) {
      output.note('No browser could be started; open the address above yourself.');
    }
    if (!interruption.asked.aborted) await once(interruption.asked, 'abort');
    await running.close();
    return EXIT.done;
  } finally {
    interruption.dispose();
  }
}
