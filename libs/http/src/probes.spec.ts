import { afterEach, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { httpOptionsOf, type HttpServer, listen, addProbes } from './index.js';

const servers: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function listening(isReady: () => boolean, port = 0): Promise<HttpServer> {
  const app = fastify();
  addProbes(app, { isReady, metrics: { text: async () => 'jobs 3\n', contentType: 'text/plain; version=0.0.4' } });
  const server = await listen(app, { port });
  servers.push(server);
  return server;
}

describe('a process over HTTP', () => {
  it('lives, is ready or not, and tells its figures', async () => {
    let isReady = false;
    const { url } = await listening(() => isReady);
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    isReady = true;
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const metrics = await fetch(`${url}/metrics`);
    expect(metrics.headers.get('content-type')).toContain('version=0.0.4');
    expect(await metrics.text()).toBe('jobs 3\n');
  });

  it('does not listen where another does', async () => {
    const { url } = await listening(() => true);
    await expect(listening(() => true, Number(new URL(url).port))).rejects.toMatchObject({ code: 'HTTP_PORT_TAKEN' });
  });
});

describe('the variables of HTTP', () => {
  it('ask for nothing, for this machine alone, or for an address', () => {
    expect(httpOptionsOf({})).toBeUndefined();
    expect(httpOptionsOf({ TLC_HTTP_PORT: '8080' })).toEqual({ port: 8080 });
    expect(httpOptionsOf({ TLC_HTTP_PORT: '0', TLC_HTTP_HOST: '0.0.0.0' })).toEqual({ port: 0, host: '0.0.0.0' });
  });

  it.each(['http', '-1', '65536', '80.5'])('refuse a port that is none: %s', (TLC_HTTP_PORT) => {
    expect(() => httpOptionsOf({ TLC_HTTP_PORT })).toThrow(expect.objectContaining({ code: 'CONFIG_WRONG_VALUE' }));
  });
});
