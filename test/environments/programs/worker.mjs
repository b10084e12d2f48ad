// A worker: does the jobs that it is sent, and answers with the outcomes.
import * as sdk from 'tigerconnect-messages';

import { runJobs } from './jobs.cjs';

const transports = { platform: () => ({ fetch: globalThis.fetch }) };

export default {
  async fetch(request) {
    return Response.json(await runJobs(sdk, await request.json(), transports));
  },
};
