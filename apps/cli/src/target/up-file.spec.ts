import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { processMark } from '#artifacts';
import { findTarget } from './target.js';
import { readUpFile, writeUpFile } from './up-file.js';

it('a server is found while its process runs, by who has no other server to go to', async () => {
  const home = await mkdtemp(join(tmpdir(), 'tlc-up-'));
  try {
    expect(findTarget({ home }, {})).toEqual({ kind: 'none', home });
    const takeBack = await writeUpFile(home, 'nats://127.0.0.1:4000');
    expect(findTarget({ home }, {})).toEqual({ kind: 'up', url: 'nats://127.0.0.1:4000', home });
    expect(findTarget({}, { TLC_HOME: home })).toMatchObject({ kind: 'up', home });
    const remote = { kind: 'remote', env: { TLC_NATS_URL: 'nats://broker' } };
    expect(findTarget({ home }, { TLC_NATS_URL: 'nats://broker' })).toMatchObject(remote);
    await takeBack();
    expect(readUpFile(home)).toBeUndefined();
    const other = processMark(1).replace(/\d+$/, '7');
    await writeFile(join(home, 'up.json'), JSON.stringify({ url: 'nats://127.0.0.1:4000', process: other }));
    expect(readUpFile(home)).toBeUndefined();
    await writeFile(join(home, 'up.json'), 'cut of');
    expect(readUpFile(home)).toBeUndefined();
  } finally {
    await rm(home, { recursive: true });
  }
});
