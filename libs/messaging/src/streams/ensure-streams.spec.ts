import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { STREAMS } from '#contracts';
import { accessOf } from '../access/access.js';
import { type TestServers, testServers } from '../access/fixtures/test-servers.js';
import { connect } from '../client/client.js';
import { linkOf } from '../connection/links.js';

const NAMES = [STREAMS.jobs, STREAMS.events, STREAMS.dead, `KV_${STREAMS.runs}`, `KV_${STREAMS.cancelled}`];

let servers: TestServers;
beforeAll(async () => {
  servers = await testServers();
});
afterAll(() => servers.close());

/** What the streams were made with. */
async function configs(variables: Record<string, string>) {
  const client = await connect(accessOf(variables));
  const manager = await linkOf(client).js.jetstreamManager();
  const infos = await Promise.all(NAMES.map((name) => manager.streams.info(name)));
  await client.close();
  return infos.map(({ config: { max_bytes, num_replicas, discard } }) => ({ max_bytes, num_replicas, discard }));
}

it('every stream has a limit of bytes, that of its variable or its own', async () => {
  const TLC_NATS_URL = `127.0.0.1:${await servers.start('limits')}`;
  const mib = 1024 * 1024;
  const made = await configs({ TLC_NATS_URL, TLC_NATS_EVENTS_BYTES: String(mib), TLC_NATS_DEAD_BYTES: '-1' });
  expect(made.map((config) => config.max_bytes)).toEqual([128 * mib, mib, -1, 256 * mib, 16 * mib]);
  // A full queue refuses jobs, and drops none that waits
  expect(made[0].discard).toBe('new');
  // What an operator chose stays
  expect(await configs({ TLC_NATS_URL, TLC_NATS_EVENTS_BYTES: '5' })).toEqual(made);
});

it('what a server has no room or no servers for is refused', async () => {
  const store = `jetstream { store_dir: "${servers.folder}/small", max_file_store: 1MB }`;
  const small = { TLC_NATS_URL: `127.0.0.1:${await servers.start('small', store)}` };
  await expect(connect(accessOf(small))).rejects.toMatchObject({ code: 'SERVER_REFUSED' });
  const single = { TLC_NATS_URL: `127.0.0.1:${await servers.start('single')}`, TLC_NATS_REPLICAS: '3' };
  await expect(connect(accessOf(single))).rejects.toMatchObject({ code: 'SERVER_REFUSED' });
});

it('a cluster keeps each message as often as its variable says', async () => {
  const names = ['a', 'b', 'c'];
  const { freePort } = await import('../server/free-port.js');
  const routes = await Promise.all(names.map(() => freePort()));
  const peers = routes.map((port) => `nats-route://127.0.0.1:${port}`).join(', ');
  const ports = await Promise.all(
    names.map((name, index) => {
      const cluster = `cluster { name: tlc, listen: "127.0.0.1:${routes[index]}", routes: [${peers}] }`;
      const store = `jetstream { store_dir: "${servers.folder}/cluster-${name}" }`;
      return servers.start(`cluster-${name}`, `server_name: ${name}\n${cluster}\n${store}`);
    }),
  );
  const url = ports.map((port) => `127.0.0.1:${port}`).join();
  // The cluster has no leader at first: a service waits
  const client = await connect(accessOf({ TLC_NATS_URL: url, TLC_NATS_REPLICAS: '3' }), { wait: true });
  const manager = await linkOf(client).js.jetstreamManager();
  for (const name of NAMES) expect((await manager.streams.info(name)).config.num_replicas).toBe(3);
  await servers.stop('cluster-b');
  // Jobs are taken by the two that are left
  const publish = () => client.publishJob('training', { operation: 'x' }).catch(() => undefined);
  while (!(await publish())) await new Promise((resolve) => setTimeout(resolve, 100));
  await client.close();
}, 60_000);

it('the consumers of queues are there before any worker, and again when the server lost its store', async () => {
  const port = await servers.start('queues');
  const client = await connect(`127.0.0.1:${port}`, { queues: ['training', 'pruning'] });
  const waiting = async () => {
    const manager = await linkOf(client).js.jetstreamManager();
    const { num_pending, num_ack_pending } = await manager.consumers.info(STREAMS.jobs, 'training');
    return { num_pending, num_ack_pending };
  };
  expect(await waiting()).toEqual({ num_pending: 0, num_ack_pending: 0 });
  await client.publishJob('training', { operation: 'x' });
  expect(await waiting()).toEqual({ num_pending: 1, num_ack_pending: 0 });
  await servers.stop('queues');
  await servers.start('queues', `jetstream { store_dir: "${servers.folder}/lost" }`);
  const look = () => waiting().catch(() => undefined);
  while (!(await look())) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await waiting()).toEqual({ num_pending: 0, num_ack_pending: 0 });
  await client.close();
});
