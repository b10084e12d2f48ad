// Does the jobs in JOBS under a wall clock that was wrong by STARTED milliseconds as the process began, is wrong by SKEW
// now, and goes on by SLEEP after each attempt, as that of a machine that slept does.
import * as sdk from 'tigerconnect-messages';

import { runJobs } from './jobs.cjs';

const now = Date.now.bind(Date);
let skew = Number(process.env.SKEW);
Date.now = () => now() + skew;
const timeOrigin = performance.timeOrigin + Number(process.env.STARTED);
Object.defineProperty(performance, 'timeOrigin', { value: timeOrigin });
const onAttempt = () => {
  skew += Number(process.env.SLEEP);
};
const transports = { watched: () => ({ onAttempt }) };
console.log(JSON.stringify(await runJobs(sdk, JSON.parse(process.env.JOBS), transports)));
