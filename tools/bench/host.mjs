/** A private NATS server and all six services in a process of their own, for benchmarks: the address goes to the parent. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SERVICES = ['tokenization', 'training', 'pruning', 'quantization', 'evaluation', 'pipelines'];
const dist = (path) => import(new URL(`../../dist/${path}/src/index.js`, import.meta.url).href);

/** Starts the system on an empty home. @returns {Promise<{url: string, pid: number, stop(): Promise<void>}>} */
export async function startHost(home) {
  const child = fork(fileURLToPath(import.meta.url), [home], { env: { ...process.env, TLC_LOG_LEVEL: 'warn' } });
  const [{ url }] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('the services did not start');
    }),
  ]);
  return {
    url,
    pid: child.pid,
    stop: async () => {
      child.send('stop');
      await once(child, 'exit');
    },
  };
}

async function host(home) {
  const { startServer } = await dist('libs/messaging');
  const { createSlots } = await dist('libs/runtime');
  const server = await startServer({ store: `${home}/nats` });
  const slots = createSlots(1);
  const services = [];
  for (const name of SERVICES) {
    const { start } = await dist(`apps/${name}`);
    services.push(await start({ server: server.url, home, slots }));
  }
  process.send({ url: server.url });
  await Promise.race([once(process, 'message'), once(process, 'disconnect')]);
  await Promise.all(services.map((service) => service.close()));
  await server.stop();
  process.exit(0);
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) await host(process.argv[2]);
