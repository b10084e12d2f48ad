// A test of an application, in jest's default configuration but for Node's option for ESM.
import * as sdk from 'tigerconnect-messages';

import { runJobs } from './jobs.cjs';

test('sends', async () => {
  const outcomes = await runJobs(sdk, JSON.parse(process.env.JOBS));
  process.stdout.write(JSON.stringify(outcomes));
});
