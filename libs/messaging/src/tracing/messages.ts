import {
  type Context,
  context,
  propagation,
  SpanKind,
  type TextMapGetter,
  type TextMapSetter,
} from '@opentelemetry/api';
import type { MsgHdrs } from '@nats-io/transport-node';
import type { SpanOptions } from './traced.js';

const WRITE: TextMapSetter<MsgHdrs> = { set: (fields, name, value) => fields.set(name, value) };

const READ: TextMapGetter<MsgHdrs> = {
  keys: (fields) => fields.keys(),
  get: (fields, name) => (fields.has(name) ? fields.get(name) : undefined),
};

/** Writes the trace that this code is part of into the headers of a message: W3C's `traceparent`. */
export function traceHeaders(fields: MsgHdrs): MsgHdrs {
  propagation.inject(context.active(), fields, WRITE);
  return fields;
}

/** The trace of whoever sent a message. */
export const traceOf = (fields: MsgHdrs | undefined): Context =>
  fields ? propagation.extract(context.active(), fields, READ) : context.active();

/** The trace that this code is part of, as a `traceparent`; undefined where it is part of none. */
export function traceparent(): string | undefined {
  const fields: { traceparent?: string } = {};
  propagation.inject(context.active(), fields);
  return fields.traceparent;
}

/** Does work as a part of a trace that was written down. */
export const inTrace = <T>(parent: string | undefined, work: () => T): T =>
  parent === undefined ? work() : context.with(propagation.extract(context.active(), { traceparent: parent }), work);

/** The span of a message that is sent or processed, as the conventions of messaging name it. */
export function messageSpan(subject: string, kind: SpanKind, more: SpanOptions = {}): [name: string, SpanOptions] {
  const isSent = kind === SpanKind.CLIENT || kind === SpanKind.PRODUCER;
  const attributes = { 'messaging.system': 'nats', 'messaging.destination.name': subject, ...more.attributes };
  return [`${isSent ? 'send' : 'process'} ${subject}`, { ...more, kind, attributes }];
}
