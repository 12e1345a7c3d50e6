import type { RunningService, ServiceOptions } from '#runtime';
import { type JobService, healthSubject } from '#contracts';
import type { Client } from '#messaging';

export type ServiceName = JobService | 'pipelines';

type Start = (options: ServiceOptions) => Promise<RunningService>;

const APPS: Readonly<Record<ServiceName, () => Promise<{ start: Start }>>> = {
  tokenization: () => import('#apps/tokenization'),
  training: () => import('#apps/training'),
  pruning: () => import('#apps/pruning'),
  quantization: () => import('#apps/quantization'),
  evaluation: () => import('#apps/evaluation'),
  pipelines: () => import('#apps/pipelines'),
};

export const SERVICES = Object.keys(APPS) as ServiceName[];

/** Starts services in this process. Those that started are closed again when one cannot. */
export async function startServices(
  names: readonly ServiceName[],
  options: ServiceOptions,
): Promise<readonly RunningService[]> {
  const started = await Promise.allSettled(names.map(async (name) => (await APPS[name]()).start(options)));
  const running = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = started.find((one) => one.status === 'rejected');
  if (!failed) return running;
  await Promise.all(running.map((service) => service.close()));
  throw failed.reason;
}

/** The services of `names` that do not answer. */
export async function missingServices(client: Client, names: readonly ServiceName[]): Promise<ServiceName[]> {
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
