// Does the jobs in JOBS over the transports that the project has.
import * as sdk from 'tigerconnect-messages';

import { runJobs } from './jobs.cjs';

const jobs = JSON.parse(process.env.JOBS);
const transports = { platform: () => ({ fetch: globalThis.fetch }) };
if (jobs.some(({ transport }) => transport === 'undici')) {
  const { undiciFetch } = await import('tigerconnect-messages/undici');
  transports.undici = () => ({ fetch: undiciFetch() });
}
console.log(JSON.stringify(await runJobs(sdk, jobs, transports)));
