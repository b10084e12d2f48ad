// An application with telemetry, to be bundled: does the jobs in JOBS and tells the spans.
import { trace } from '@opentelemetry/api';
import * as sdk from 'tigerconnect-messages';

import { runJobs } from './jobs.cjs';

const spans = [];

function startSpan(name, { attributes }) {
  const told = { name, attributes: { ...attributes }, ended: false };
  spans.push(told);
  return {
    spanContext: () => ({ traceId: '1'.repeat(32), spanId: '1'.repeat(16), traceFlags: 1 }),
    isRecording: () => true,
    setAttribute: (key, value) => Object.assign(told.attributes, { [key]: value }),
    setAttributes: (more) => Object.assign(told.attributes, more),
    setStatus: () => undefined,
    end: () => (told.ended = true),
  };
}

trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) });
void runJobs(sdk, JSON.parse(process.env.JOBS)).then((outcomes) => {
  console.log(JSON.stringify({ outcomes, spans }));
});
