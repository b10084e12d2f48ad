// Does the jobs in JOBS while those who observe them misbehave, as OBSERVERS says, and throw what nobody may see.
import { context, propagation, trace } from '@opentelemetry/api';
import * as sdk from 'tigerconnect-messages';

import { runJobs } from './jobs.cjs';

const secret = () => {
  throw new Error('potassium of nurse@ward.example');
};
const rejecting = async () => secret();
const logger = (log) => ({ debug: log, info: log, warn: log, error: log });
const span = { setAttribute: () => span, setAttributes: () => span, setStatus: () => span };
Object.assign(span, {
  spanContext: () => ({ traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 }),
  isRecording: () => true,
  recordException: () => undefined,
  end: () => undefined,
});
const provide = (tracer) => trace.setGlobalTracerProvider({ getTracer: () => tracer });
const propagate = (inject) =>
  propagation.setGlobalPropagator({ fields: () => [], extract: (active) => active, inject });

const observers = {
  'onAttempt throws': () => ({ onAttempt: secret }),
  'onAttempt rejects': () => ({ onAttempt: rejecting }),
  'logger throws': () => ({ logger: logger(secret) }),
  'logger rejects': () => ({ logger: logger(rejecting) }),
  'tracer throws': () => provide({ startSpan: secret }),
  'span throws as it is set': () => {
    provide({ startSpan: () => ({ ...span, setAttributes: secret, setStatus: secret }) });
  },
  'span throws as it ends': () => provide({ startSpan: () => ({ ...span, end: secret }) }),
  'context manager throws': () => {
    context.setGlobalContextManager({
      active: secret,
      with: secret,
      bind: secret,
      enable: secret,
      disable: secret,
    });
  },
  'propagator throws': () => propagate(secret),
  'propagator sets a Request-Id': () =>
    propagate((_, carrier, { set }) => set(carrier, 'Request-Id', crypto.randomUUID())),
  'propagator sets credentials': () =>
    propagate((_, carrier, { set }) => set(carrier, 'AUTHORIZATION', 'Basic forged')),
  'propagator sets a length': () =>
    propagate((_, carrier, { set }) => set(carrier, 'content-length', '1')),
  'propagator sets what no header is': () =>
    propagate((_, carrier, { set }) => {
      set(carrier, 'x\r\ny', 'z');
      set(carrier, 'baggage', 'a\r\nb: c');
      set(carrier, 'tracestate', 7);
    }),
};
const transports = { observed: () => observers[process.env.OBSERVERS]() ?? {} };
const outcomes = await runJobs(sdk, JSON.parse(process.env.JOBS), transports);
console.log(JSON.stringify(outcomes));
