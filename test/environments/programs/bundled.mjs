// An application to be bundled: does the jobs in JOBS.
import * as sdk from 'tigerconnect-messages';

import { runJobs } from './jobs.cjs';

const transports = { platform: () => ({ fetch: globalThis.fetch }) };
void runJobs(sdk, JSON.parse(process.env.JOBS), transports).then((outcomes) => {
  console.log(JSON.stringify(outcomes));
});
