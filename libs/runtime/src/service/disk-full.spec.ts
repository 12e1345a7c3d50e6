import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobEvent } from '#contracts';
import { type Client, type PrivateServer, connect, startServer } from '#messaging';
import { createLogger } from './logger.js';
import { jobService } from './job-service.js';
import type { RunningService } from './start-service.js';

/** A file system of 16 MiB, where this user may mount one. */
function mountSmall(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('skipped: this user may not mount a small file system\n');
    return false;
  }
}

describe('a service on a full disk', () => {
  let home: string;
  let inputs: string;
  let isSmall: boolean;
  const troubles: string[] = [];
  let server: PrivateServer;
  let client: Client;
  let service: RunningService;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'tlc-full-'));
    inputs = await mkdtemp(join(tmpdir(), 'tlc-inputs-'));
    isSmall = mountSmall(home);
    if (!isSmall) return;
    server = await startServer({ store: join(home, 'nats'), onTrouble: (what) => troubles.push(what) });
    client = await connect(server.url);
    const operations = fileURLToPath(new URL('../fixtures/operations', import.meta.url));
    service = await jobService(
      'training',
      operations,
    )({ server: server.url, home, inputRoots: () => [inputs], logger: createLogger('training', 'silent') });
  });
  afterAll(async () => {
    if (isSmall) {
      await service.close();
      await client.close();
      await server.stop();
      execFileSync('umount', [home]);
    }
    await rm(home, { recursive: true });
    await rm(inputs, { recursive: true });
  });

  async function end(name: string, steps: unknown[]): Promise<JobEvent> {
    const from = join(inputs, name);
    await mkdir(from);
    await writeFile(join(from, 'do.json'), JSON.stringify(steps));
    const { run } = await client.publishJob('training', { operation: 'model.import', inputs: { from } });
    for await (const event of client.events(run)) {
      if (['completed', 'failed', 'cancelled'].includes(event.type)) return event;
    }
    throw new Error('no end');
  }

  it('fails the job with DISK_FULL, removes what was half-written, and does the next job', async () => {
    if (!isSmall) return;
    // The disk stays full for a while, so that the server meets it too.
    const filling = [
      ['progress', 10],
      ['write', 20_000_000],
    ];
    expect(await end('large', filling)).toMatchObject({ type: 'failed', error: { code: 'DISK_FULL' } });
    expect(await readdir(join(home, 'staging'))).toEqual([]);
    expect(await readdir(join(home, 'artifacts'))).toEqual([]);
    expect(await end('small', [['write', 1000]])).toMatchObject({ type: 'completed' });
  });

  it('goes on after the server’s own disk was full', async () => {
    if (!isSmall) return;
    const filling = [['fill', join(home, 'fill')], ['trace', 'full'], ['log', 'x'.repeat(9000)], ['throwCoded']];
    const before = troubles.length;
    const ended = end('full', filling);
    const isMet = () => existsSync(join(inputs, 'full', '.trace')) && troubles.slice(before).join().includes('full');
    while (!isMet()) await new Promise((resolve) => setTimeout(resolve, 50));
    await rm(join(home, 'fill'));
    expect(await ended).toMatchObject({ type: 'failed', error: { code: 'DATA_NO_SPLIT' } });
    expect(await end('after', [])).toMatchObject({ type: 'completed' });
  });
});
