// Does the jobs in JOBS before msw, which answers by the name of each; tells what arrived, too.
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import * as sdk from 'tigerconnect-messages';

import { runJobs } from './jobs.cjs';

const requests = [];
const seen = new Set();

async function answer({ request }) {
  const { pathname, search } = new URL(request.url);
  const name = pathname.split('/')[1];
  requests.push({
    method: request.method,
    url: pathname + search,
    body: await request.text(),
    headers: Object.fromEntries(request.headers),
  });
  const first = !seen.has(name);
  seen.add(name);
  if (name === 'stall') await delay('infinite');
  if (name === 'reset' || name === 'refused') return HttpResponse.error();
  if (name === 'reset-once' && first) return HttpResponse.error();
  if (name === 'unauthorized') return new HttpResponse(null, { status: 401 });
  return new HttpResponse(null, { headers: { 'TT-X-Message-Id': `token of ${name}` } });
}

setupServer(http.all('*', answer)).listen({ onUnhandledRequest: 'error' });
const outcomes = await runJobs(sdk, JSON.parse(process.env.JOBS));
console.log(JSON.stringify({ outcomes, requests }));
// The answer that never comes would keep the process.
process.exit();
