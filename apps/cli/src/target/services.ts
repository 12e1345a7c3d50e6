import { healthSubject } from '#contracts';
import type { Client } from '#messaging';
import type { RunningService, ServiceOptions, StartService } from '#runtime';

/** The services that a deployment has. */
export async function allServices(): Promise<string[]> {
  const { findOperations } = await import('#jobs');
  return [...(await findOperations()).services, 'pipelines', 'serving'];
}

/** Starts services in this process. Those that started are closed again when one cannot. */
export async function startServices(
  names: readonly string[],
  options: ServiceOptions,
): Promise<readonly RunningService[]> {
  const started = await Promise.allSettled(names.map(async (name) => (await startOf(name))(options)));
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = started.find((one) => one.status === 'rejected');
  if (!failed) return running;
  await Promise.all(running.map((service) => service.close()));
  throw failed.reason;
}

async function startOf(name: string): Promise<StartService> {
  if (name === 'pipelines') return (await import('#apps/pipelines')).start;
  if (name === 'serving') return (await import('#apps/serving')).start;
  return (await import('#runtime')).jobService(name);
}

/** The services of `names` that do not answer. */
export async function missingServices(client: Client, names: readonly string[]): Promise<string[]> {
  const answers = await Promise.all(
    names.map((name) =>
      client.request(healthSubject(name), {}, 2000).then(
        () => undefined,
        () => name,
      ),
    ),
  );
  return answers.filter((name) => name !== undefined);
}
