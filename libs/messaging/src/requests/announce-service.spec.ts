import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Svcm } from '@nats-io/services';
import { TlcError, VERSION, healthSpec, healthSubject } from '#contracts';
import { connect } from '../client/client.js';
import { linkOf } from '../connection/links.js';
import { startServer } from '../server/start-server.js';
import { announceService } from './announce-service.js';
import { EndpointStats } from './endpoint-stats.js';
import { serveRequests } from './serve-requests.js';

async function all<T>(source: Promise<AsyncIterable<T>>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of await source) found.push(one);
  return found;
}

it('NATS’ own client of services lists a service, what it answers and how often it did', async () => {
  const store = await mkdtemp(join(tmpdir(), 'tlc-micro-'));
  const server = await startServer({ store });
  const client = await connect(server.url);
  const link = linkOf(client);
  const [stats, spec] = [new EndpointStats(), healthSpec('training')];
  let isWell = true;
  const answer = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (isWell) return {};
    throw new TlcError('ENGINE_MISSING', 'no library');
  };
  const stop = serveRequests(link, spec, answer, stats);
  const metadata = { queue: 'tlc.v1.jobs.training' };
  const end = announceService(link, { service: 'training', metadata, endpoints: [{ spec, stats }] });
  await client.request(healthSubject('training'));
  isWell = false;
  await expect(client.request(healthSubject('training'))).rejects.toMatchObject({ code: 'ENGINE_MISSING' });

  const services = new Svcm(link.nats).client();
  const [ping] = await all(services.ping());
  expect(ping).toMatchObject({ name: 'tlc-training', version: VERSION, metadata });
  const endpoint = { name: 'services-training-health', subject: spec.subject, queue_group: 'training' };
  expect(await all(services.info('tlc-training'))).toEqual([
    expect.objectContaining({ id: ping.id, endpoints: [{ ...endpoint, metadata: { description: spec.description } }] }),
  ]);
  const [{ endpoints }] = await all(services.stats('tlc-training', ping.id));
  expect(endpoints).toEqual([
    expect.objectContaining({ ...endpoint, num_requests: 2, num_errors: 1, last_error: 'ENGINE_MISSING' }),
  ]);
  // Two answers that waited for 20 ms each, within the clock's grain
  expect(endpoints![0].processing_time).toBeGreaterThan(30e6);
  await expect(all(services.stats('tlc-pruning'))).rejects.toThrow('no responders');

  end();
  await expect(all(services.ping())).rejects.toThrow('no responders');
  await stop();
  await client.close();
  await server.stop();
  await rm(store, { recursive: true });
});
