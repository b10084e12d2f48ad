// Does the jobs in JOBS before nock, which answers by the name of each; tells what arrived, too.
import nock from 'nock';
import * as sdk from 'tigerconnect-messages';

import { runJobs } from './jobs.cjs';

const jobs = JSON.parse(process.env.JOBS);
const requests = [];

const post = ({ name, baseUrl }) => {
  const { origin, pathname } = new URL(baseUrl);
  return nock(origin)
    .post(
      (url) => url.startsWith(`${pathname}/message/`),
      (body) => body !== undefined,
    )
    .query(true);
};

// Until nock 15 a reply gets the path, the body and a callback; since then a request, and returns.
async function arrival(first, body, { req }) {
  if (typeof first === 'string') return { ...req, method: req.method, url: first, body };
  const { pathname, search } = new URL(first.url);
  const headers = Object.fromEntries(first.headers);
  return { method: first.method, url: pathname + search, headers, body: await first.text() };
}

for (const job of jobs) {
  const { name } = job;
  const answer = (status, code) =>
    post(job).reply(async function reply(first, text, done) {
      const { method, url, headers, body } = await arrival(first, text, this);
      const named = Object.entries(headers).map(([key, value]) => [key, String(value)]);
      requests.push({ method, url, body, headers: Object.fromEntries(named) });
      const error = code && Object.assign(new Error('mocked'), { code });
      const full = [status, '', { 'TT-X-Message-Id': `token of ${name}` }];
      // Without either it never answers.
      if (!error && !status) return new Promise(() => undefined);
      if (done) return done(error, full);
      if (error) throw error;
      return full;
    });
  if (name === 'stall') answer();
  else if (name === 'reset') answer(0, 'ECONNRESET');
  else if (name === 'refused') answer(0, 'ECONNREFUSED');
  else if (name === 'unauthorized') answer(401);
  else {
    if (name === 'reset-once') answer(0, 'ECONNRESET');
    answer(200);
  }
}
const outcomes = await runJobs(sdk, jobs);
console.log(JSON.stringify({ outcomes, requests }));
