import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '../client/client.js';
import { endWithParent } from './end-with-parent.js';
import { findServerProgram } from './program.js';
import { startServer } from './start-server.js';

async function ends(pid: number): Promise<void> {
  for (let waited = 0; waited < 30_000; waited += 20) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(20);
  }
  throw new Error(`process ${pid} still runs`);
}

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

/** A server that holds a folder for an owner who has ended. */
async function orphanIn(folder: string): Promise<ChildProcess> {
  const orphan = spawn(findServerProgram(), ['-a', '127.0.0.1', '-p', '-1', '-js', '-sd', folder], {
    stdio: 'ignore',
  });
  await once(orphan, 'spawn');
  const owner = spawn(process.execPath, ['-e', '']);
  await once(owner, 'exit');
  await writeFile(join(folder, 'server.json'), JSON.stringify({ owner: owner.pid, server: orphan.pid }));
  return orphan;
}

describe('private server', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-server-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps what it holds from one start to the next, on a port that was asked for', async () => {
    const first = await startServer({ store: folder });
    const { port: own, username: token } = new URL(first.url);
    const port = Number(own);
    const writer = await connect(first.url);
    await writer.publishJob('training', { operation: 'x' }, 'once');
    await writer.close();
    await first.stop();
    const second = await startServer({ store: folder, port, token });
    expect(second.url).toBe(first.url);
    const reader = await connect(second.url);
    expect(await reader.publishJob('training', { operation: 'x' }, 'once')).toMatchObject({ isDuplicate: true });
    await reader.close();
    await second.stop();
    await ends(second.pid);
  });

  it('refuses a folder that another one uses', async () => {
    const server = await startServer({ store: folder });
    await expect(startServer({ store: folder })).rejects.toMatchObject({
      code: 'SERVER_STORE_BUSY',
      details: { server: server.pid },
    });
    await server.stop();
  });

  it('takes a folder over from a server that outlived its owner', async () => {
    const orphan = await orphanIn(folder);
    const server = await startServer({ store: folder });
    expect(orphan.exitCode ?? orphan.signalCode).not.toBeNull();
    await server.stop();
  });

  it('gives a folder that an orphan holds to one of two that start at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      await orphanIn(folder);
      const both = await Promise.allSettled([startServer({ store: folder }), startServer({ store: folder })]);
      const servers = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      await Promise.all(servers.map((server) => server.stop()));
      expect(servers).toHaveLength(1);
      expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'SERVER_STORE_BUSY' } });
    }
  });

  it('does not mind what a killed process left of the lock', async () => {
    for (const left of ['', '{"owner":']) {
      await writeFile(join(folder, 'server.json'), left);
      const server = await startServer({ store: folder });
      await server.stop();
    }
  });

  it('ends with its parent, SIGKILL included', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const script = `
      const { spawn } = require('node:child_process');
      (${endWithParent.toString()})(${child.pid}, 'TERM');
      console.log('guarding');
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(parent.stdout, 'data');
    parent.kill('SIGKILL');
    await ends(child.pid!);
  });

  it('is started anew, on its port and with what it holds, when it is killed', async () => {
    const server = await startServer({ store: folder });
    const client = await connect(server.url);
    await client.publishJob('training', { operation: 'x' }, 'once');
    const { pid } = server;
    process.kill(pid, 'SIGKILL');
    for (let waited = 0; server.pid === pid && waited < 30_000; waited += 50) await sleep(50);
    while (!client.isConnected) await sleep(50);
    expect(await client.publishJob('training', { operation: 'x' }, 'once')).toMatchObject({ isDuplicate: true });
    await client.close();
    await server.stop();
  });

  it('goes on when there is space again after the disk was full', async () => {
    if (!mountSmall(folder)) return;
    const troubles: string[] = [];
    const server = await startServer({ store: join(folder, 'nats'), onTrouble: (what) => troubles.push(what) });
    const client = await connect(server.url);
    await expect(writeFile(join(folder, 'fill'), Buffer.alloc(17_000_000))).rejects.toMatchObject({ code: 'ENOSPC' });
    const text = 'x'.repeat(50_000);
    const published = client.publishEvent({
      ...{ type: 'log', run: 'r', step: 's', service: 'training', time: '', level: 'info', text },
    });
    while (troubles.length === 0) await sleep(50);
    expect(troubles[0]).toContain('full');
    await rm(join(folder, 'fill'));
    await published;
    await client.close();
    await server.stop();
    execFileSync('umount', [folder]);
  });

  it('says that a program is missing, is none, or ends at once', async () => {
    await expect(startServer({ store: folder, program: join(folder, 'none') })).rejects.toMatchObject({
      code: 'SERVER_NOT_FOUND',
    });
    expect(() => findServerProgram({ TLC_NATS_SERVER: join(folder, 'none') })).toThrow(
      expect.objectContaining({ code: 'SERVER_NOT_FOUND' }),
    );
    const program = join(folder, 'ends');
    await writeFile(program, '#!/bin/sh\nexit 3\n');
    await chmod(program, 0o755);
    await expect(startServer({ store: folder, program })).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });
});

describe('connecting', () => {
  it('says that no server answers', async () => {
    await expect(connect('nats://127.0.0.1:1')).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });

  it('says that a server runs without JetStream', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tlc-plain-'));
    const server = spawn(findServerProgram(), ['-a', '127.0.0.1', '-p', '-1', '--ports_file_dir', folder], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    server.stderr.on('data', (data) => (log += data));
    while (!log.includes('Server is ready')) await once(server.stderr, 'data');
    const port = /connections on 127.0.0.1:(\d+)/.exec(log)![1];
    await expect(connect(`nats://127.0.0.1:${port}`)).rejects.toMatchObject({ code: 'SERVER_NO_JETSTREAM' });
    server.kill();
    await once(server, 'exit');
    await rm(folder, { recursive: true });
  });
});
