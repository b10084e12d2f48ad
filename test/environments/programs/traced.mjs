// Does the jobs in JOBS in an instrumented process, and a request of the application's own; tells all spans.
import http from 'node:http';

import * as sdk from 'tigerconnect-messages';
import { undiciFetch } from 'tigerconnect-messages/undici';

import { runJobs } from './jobs.cjs';

const transports = {
  undici: () => ({ fetch: undiciFetch() }),
  platform: () => ({ fetch: globalThis.fetch }),
};
const outcomes = await runJobs(sdk, JSON.parse(process.env.JOBS), transports);
await (await fetch(`${process.env.OTHER}/by-fetch`)).text();
await new Promise((done) => {
  http.get(`${process.env.OTHER}/by-http`, (response) => response.resume().on('end', done));
});
// The last span ends after its answer.
await new Promise((done) => setTimeout(done, 50));
console.log(JSON.stringify({ outcomes, spans: globalThis.spans() }));
