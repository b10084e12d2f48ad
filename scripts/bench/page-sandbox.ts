// The sandbox of `npm run bench:page`, in a process of its own; tells its parent its address.
import { startSandbox } from '../../src/sandbox/index.js';

export interface SandboxAddress {
  readonly url: string;
  readonly pageUrl: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

const { url, pageUrl, apiKey, apiSecret } = await startSandbox();
process.send?.({ url, pageUrl, apiKey, apiSecret } satisfies SandboxAddress);
