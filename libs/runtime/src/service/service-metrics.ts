import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { Endpoint } from '#messaging';
import type { Health } from './health.js';

/** What the figures of a service are read from, when they are asked for. */
export interface Measured {
  readonly service: string;
  readonly health: Health;
  readonly isConnected: () => boolean;
  readonly endpoints: () => readonly Endpoint[];
}

/** Figures of a service for Prometheus: its jobs, its requests, its connection, and those of its process. */
export function serviceMetrics({ service, health, isConnected, endpoints }: Measured) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'tlc_nats_connected',
    help: '1 while the NATS server is connected',
    registers,
    collect() {
      this.set(isConnected() ? 1 : 0);
    },
  });
  new Gauge({
    name: 'tlc_worker_busy',
    help: '1 while the child process is at work',
    registers,
    collect() {
      this.set(health.report().worker?.state === 'busy' ? 1 : 0);
    },
  });
  counter('tlc_jobs_total', 'Jobs that ended, by how', ['outcome'], () =>
    Object.entries(health.report().jobs ?? {}).map(([outcome, value]) => [{ outcome }, value]),
  );
  const ofEndpoints = (read: (stats: Endpoint['stats']) => number) => () =>
    endpoints().map(({ spec, stats }) => [{ subject: spec.subject }, read(stats)] as const);
  counter(
    'tlc_requests_total',
    'Requests that were answered',
    ['subject'],
    ofEndpoints((stats) => stats.requests),
  );
  counter(
    'tlc_request_errors_total',
    'Requests answered by an error',
    ['subject'],
    ofEndpoints(({ errors }) => errors),
  );
  counter(
    'tlc_request_seconds_total',
    'Seconds that answers took',
    ['subject'],
    ofEndpoints((stats) => stats.nanoseconds / 1e9),
  );
  return { text: () => registry.metrics(), contentType: registry.contentType };

  function counter(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => readonly (readonly [Record<string, string>, number])[],
  ): void {
    new Counter({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const [labels, value] of read()) this.inc(labels, value);
      },
    });
  }
}
