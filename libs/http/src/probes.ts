import type { FastifyInstance } from 'fastify';

/** What those who look after a process ask it. */
export interface Probes {
  /** Whether work may be sent to it now. */
  readonly isReady: () => boolean;
  /** Its figures, in a text format of Prometheus. */
  readonly metrics: { text(): Promise<string>; readonly contentType: string };
}

/** `/health/live`: the process answers; `/health/ready`: 200, or 503 where no work should be sent; `/metrics`. */
export function addProbes(app: FastifyInstance, { isReady, metrics }: Probes): void {
  app.get('/health/live', () => ({ live: true }));
  app.get('/health/ready', (_, reply) => reply.code(isReady() ? 200 : 503).send({ ready: isReady() }));
  app.get('/metrics', async (_, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}
