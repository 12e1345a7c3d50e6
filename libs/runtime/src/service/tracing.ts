import { context, propagation, trace } from '@opentelemetry/api';
import type { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { VERSION } from '#contracts';

/** Either names the place of an OpenTelemetry collector, as every program with OpenTelemetry reads it. */
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];

let provider: Promise<NodeTracerProvider> | undefined;
let users = 0;

/** Starts to send what `traced` notes to the collector that the variables of OpenTelemetry name, over OTLP/HTTP; without one,
 * nothing of OpenTelemetry's is loaded. Services of one process share it.
 * @returns a function that sends what is left, and ends it with its last user */
export async function startTracing(env: NodeJS.ProcessEnv = process.env): Promise<() => Promise<void>> {
  if (!ENDPOINTS.some((name) => env[name]) || env.OTEL_SDK_DISABLED === 'true') return async () => {};
  users += 1;
  provider ??= open();
  const mine = await provider;
  return async () => {
    users -= 1;
    // A collector that is away keeps no service from its end
    if (users > 0) return mine.forceFlush().catch(() => {});
    provider = undefined;
    await mine.shutdown().catch(() => {});
    for (const api of [trace, context, propagation]) api.disable();
  };
}

async function open(): Promise<NodeTracerProvider> {
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const { detectResources, envDetector, resourceFromAttributes } = resources;
  const own = resourceFromAttributes({ 'service.name': 'tlc', 'service.version': VERSION });
  const opened = new NodeTracerProvider({
    resource: own.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  opened.register();
  return opened;
}
