// Sends messages at a steady rate over keep-alive connections, to many recipients.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

import type { SandboxAddress } from './page-sandbox.js';

const TICK_MS = 10;
const RECIPIENTS = 300;
const BEDS = 64;
/** More than these under way means that the sandbox cannot follow; no more are sent then. */
const MAX_UNDER_WAY = 500;

export interface Load {
  readonly answered: number;
  stop(): void;
}

/** @param rate requests a second */
export function sendSteadily({ url, apiKey, apiSecret }: SandboxAddress, rate: number): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const auth = `${apiKey}:${apiSecret}`;
  let sent = 0;
  let answered = 0;
  let underWay = 0;
  const send = (): void => {
    sent += 1;
    underWay += 1;
    const to = `nurse.${sent % RECIPIENTS}@ward.example`;
    const body = `body=Bed+${sent % BEDS}%3A+potassium+6.8+mmol%2Fl%2C+please+confirm&ttl=60`;
    const message = request(`${url}/message/?recipient=${encodeURIComponent(to)}`, {
      agent,
      auth,
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': body.length,
        'Request-ID': randomUUID(),
      },
    });
    const end = (): void => {
      underWay -= 1;
    };
    message.on('response', (response) => {
      answered += 1;
      response.resume();
    });
    message.on('close', end);
    message.on('error', () => undefined);
    message.end(body);
  };
  const began = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1_000) * rate;
    if (underWay > MAX_UNDER_WAY) sent = Math.floor(due);
    while (sent < due) send();
  }, TICK_MS);
  return {
    get answered() {
      return answered;
    },
    stop: () => {
      clearInterval(timer);
      agent.destroy();
    },
  };
}
