// Sends while no file can be opened, then when files can be opened again.
import { closeSync, openSync } from 'node:fs';

import * as sdk from 'tigerconnect-messages';

import { runJobs } from './jobs.cjs';

const jobs = JSON.parse(process.env.JOBS);
const files = [];
let full = false;
while (!full) {
  try {
    files.push(openSync('/dev/null'));
  } catch ({ code }) {
    full = code === 'EMFILE';
  }
}
const without = await runJobs(sdk, jobs);
files.forEach((file) => closeSync(file));
console.log(JSON.stringify([without, await runJobs(sdk, jobs)]));
