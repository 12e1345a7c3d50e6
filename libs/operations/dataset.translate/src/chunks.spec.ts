import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { CHUNK, inChunks } from './chunks.js';

it('goes on after the chunks that a job before has translated, with the same result', async () => {
  const work = await mkdtemp(join(tmpdir(), 'tlc-chunks-'));
  const sources = Array.from({ length: 2 * CHUNK + 3 }, (_, i) => i);
  const asked: number[] = [];
  const job = (end: number) =>
    inChunks(
      work,
      sources,
      async (chunk) => {
        if (chunk[0] >= end) throw new Error('killed');
        asked.push(chunk.length);
        return chunk.map((source) => (source % 2 === 0 ? null : `text ${source}`));
      },
      () => undefined,
    );
  await expect(job(2 * CHUNK)).rejects.toThrow('killed');
  const all = await job(Infinity);
  expect(asked).toEqual([CHUNK, CHUNK, 3]);
  expect(all).toHaveLength(sources.length);
  expect(all.slice(0, 4)).toEqual([null, 'text 1', null, 'text 3']);
  await rm(work, { recursive: true });
});
