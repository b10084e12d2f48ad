// OpenTelemetry as applications set it up, with HTTP instrumentation; `globalThis.spans` tells what was exported.
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { UndiciInstrumentation } = require('@opentelemetry/instrumentation-undici');
const {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} = require('@opentelemetry/sdk-trace-node');

const exporter = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
registerInstrumentations({
  instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()],
});
globalThis.spans = () =>
  exporter.getFinishedSpans().map(({ name, attributes, events, instrumentationScope, status }) => ({
    scope: instrumentationScope.name,
    name,
    attributes,
    events,
    status,
  }));
