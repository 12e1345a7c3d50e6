import { type Attributes, type Context, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { TlcError, VERSION } from '#contracts';

export interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** What it is a part of; left out: what this code is called in. */
  readonly parent?: Context;
}

/** Does work within a span of OpenTelemetry. Where no tracing was started, nothing is noted. An error is noted by its code alone,
 * for its message may quote a file. */
export function traced<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const { kind = SpanKind.INTERNAL, attributes, parent = context.active() } = options;
  const tracer = trace.getTracer('tlc', VERSION);
  return tracer.startActiveSpan(name, { kind, attributes }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      const { code } = TlcError.from(error);
      span.setAttribute('error.type', code);
      span.setStatus({ code: SpanStatusCode.ERROR, message: code });
      throw error;
    } finally {
      span.end();
    }
  });
}
