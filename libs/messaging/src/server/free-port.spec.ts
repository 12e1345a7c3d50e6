import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { freePort } from './free-port.js';

it('a free port is one that nobody listens on, below those that systems give to connections', async () => {
  const port = await freePort();
  expect(port).toBeGreaterThanOrEqual(20_000);
  expect(port).toBeLessThan(32_768);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const next = await freePort(port);
  expect([next === port, next < 32_768]).toEqual([false, true]);
  await new Promise((resolve) => server.close(resolve));
});
