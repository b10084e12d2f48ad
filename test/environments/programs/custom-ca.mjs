// Sends to a server whose certificate a CA of the application's own vouches for; CA holds it.
import { Agent } from 'node:https';

import * as sdk from 'tigerconnect-messages';
import { undiciFetch } from 'tigerconnect-messages/undici';

import { runJobs } from './jobs.cjs';

const ca = process.env.CA;
const transports = {
  'default with it': () => ({ agent: new Agent({ ca }) }),
  'default without': () => ({}),
  'undici with it': () => ({ fetch: undiciFetch({ tls: { ca } }) }),
  'undici without': () => ({ fetch: undiciFetch() }),
};
console.log(JSON.stringify(await runJobs(sdk, JSON.parse(process.env.JOBS), transports)));
