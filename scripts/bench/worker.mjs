// One peer in a process of its own: `worker.mjs <peer> <server> <folder of generated clients>`.
// Asked over IPC to make a number of calls, it reports what they took.
import { randomUUID } from 'node:crypto';

import { CONCURRENCY, messageIdFor } from './request.mjs';

const [name, baseUrl, folder] = process.argv.slice(2);
const { connect } = await import(`./peers/${name}.mjs`);
const send = await connect({ baseUrl, folder });

/** Calls of the current run without an answer, for example over a connection that just closed. */
let failures = [];

async function call() {
  const requestId = randomUUID();
  const messageId = await send(requestId).catch((error) => {
    failures.push(error);
    return messageIdFor(requestId);
  });
  if (messageId !== messageIdFor(requestId)) throw new Error(`${name}: got ${messageId}`);
}

async function run(calls) {
  failures = [];
  const latencies = new Float64Array(calls);
  let next = 0;
  const lane = async () => {
    while (next < calls) {
      const index = next++;
      const started = performance.now();
      await call();
      latencies[index] = performance.now() - started;
    }
  };
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  // A few are reported, one for each connection that went stale; more would make the result useless.
  if (failures.length > CONCURRENCY) throw failures[0];
  latencies.sort();
  const percentile = (share) => latencies[Math.min(calls - 1, Math.floor(calls * share))];
  return {
    usPerCall: (ms * 1_000) / calls,
    cpuPerCall: (user + system) / calls,
    p50: percentile(0.5),
    p99: percentile(0.99),
    failures: failures.length,
  };
}

process.on('message', async ({ calls }) => {
  const measured = await run(calls);
  // Only with --expose-gc: counts what is still in use, not what can be collected.
  globalThis.gc?.();
  process.send({
    ...measured,
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
    heapMegabytes: process.memoryUsage().heapUsed / 2 ** 20,
  });
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
