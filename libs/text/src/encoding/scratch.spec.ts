import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blocksOf } from '../numbers.js';
import { GatheredIds } from './gathered-ids.js';
import { pieces } from './pieces.js';
import { openScratch } from './scratch.js';

const special = { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-scratch-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('token ids that memory has no place for', () => {
  /** Texts of 0 to 40 tokens. */
  const texts = Array.from({ length: 300 }, (_, i) => Int32Array.from({ length: (i * 7) % 41 }, (_, j) => 5 + i + j));
  const ends = texts.map((_, i) => texts.slice(0, i + 1).reduce((sum, { length }) => sum + length, 0));

  it('become the same sequences from a scratch file, whole and in any part', async () => {
    const scratch = openScratch(folder);
    const gathered = [undefined, scratch].map((place) => {
      const ids = new GatheredIds('a.txt', place, { most: 1e6, held: 100 });
      for (const text of texts) ids.add(text);
      return ids.take();
    });
    expect(gathered.map((ids) => ids instanceof Int32Array)).toEqual([true, false]);
    // It has no name, so that a killed process leaves nothing
    expect(await readdir(folder)).toEqual([]);
    const [held, stored] = gathered.map((ids) => pieces(ids, ends, 12, special));
    expect(stored.starts).toEqual(held.starts);
    const all = held.ids.slice(0, held.tokens);
    expect(Int32Array.from([...blocksOf(stored.ids)].flatMap((block) => [...block]))).toEqual(all);
    for (let begin = 0; begin < held.tokens; begin += 37) {
      for (const end of [begin, begin + 1, begin + 9, Math.min(begin + 500, held.tokens)]) {
        expect(stored.ids.slice(begin, end)).toEqual(all.slice(begin, end));
      }
    }
    for (let i = 0; i < held.sentences; i++) {
      const [first, end] = [held.starts[i], held.starts[i + 1]];
      expect([all[first], all[end - 1], end - first <= 12]).toEqual([special.cls, special.sep, true]);
    }
    scratch.close();
  });
});
