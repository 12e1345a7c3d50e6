import { type RunState, TlcError, healthSubject } from '#contracts';
import type { Client } from '#messaging';

/** Tells of the services that queued steps wait for and that nobody runs, each once until it listens again.
 * @returns a function of a run with all its steps that returns the sentences to say */
export function createUnserved(client: Client): (state: RunState) => Promise<string[]> {
  let silent = new Set<string>();
  return async ({ steps }) => {
    const waiting = new Map<string, number>();
    for (const { status, service } of steps) {
      if (status === 'queued') waiting.set(service, (waiting.get(service) ?? 0) + 1);
    }
    const looks = [...waiting.keys()].map(async (service) => ((await listens(client, service)) ? [] : [service]));
    const now = (await Promise.all(looks)).flat();
    const news = now.filter((service) => !silent.has(service));
    silent = new Set(now);
    return news.map((service) => {
      const count = waiting.get(service)!;
      return `no ${service} service listens: ${count} ${count === 1 ? 'job waits' : 'jobs wait'}`;
    });
  };
}

/** Whether anybody is there, be it too busy to answer. */
function listens(client: Client, service: string): Promise<boolean> {
  return client.request(healthSubject(service), {}, 2000).then(
    () => true,
    (error: unknown) =>
      !(error instanceof TlcError && error.code === 'SERVICE_TIMEOUT' && error.details?.timeout === undefined),
  );
}
