import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runAlone } from '#jobs';
import { readTokenizer } from '#text';
import operation from './index.js';

const data = new URL('../../../../data/SST-2', import.meta.url).pathname;
let base: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-learn-'));
});
afterAll(() => rm(base, { recursive: true }));

const logs: string[] = [];
const learn = (corpus: string, config: Record<string, unknown> = {}) =>
  runAlone(operation, { inputs: { corpus }, config, output: base, work: base, log: (_, text) => void logs.push(text) });

describe('tokenizer.learn', () => {
  it('learns from the train split of SST-2', async () => {
    const { summary } = await learn(data, { column: 'sentence', vocab_size: 2000 });
    expect(summary).toEqual({ pieces: 2000, lines: 67_349 });
    expect((await readTokenizer(base)).special).toEqual({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
  });

  it.each([
    ['keeps the accents of parallel text', { languages: ['en', 'de'] }, 'fünf grüße'],
    ['strips them where that is asked for', { languages: ['en', 'de'], strip_accents: true }, 'funf gruße'],
    ['keeps case and accents without lower-casing', { languages: ['en', 'de'], lowercase: false }, 'Fünf Grüße'],
  ])('%s', async (_, config, words) => {
    const folder = join(base, 'parallel');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'train.en'), 'five greetings\n'.repeat(9));
    await writeFile(join(folder, 'train.de'), 'Fünf Grüße\n'.repeat(9));
    await learn(folder, { ...config, vocab_size: 100 });
    const { engine } = await readTokenizer(base);
    expect((await engine.encode('Fünf Grüße')).getTokens().slice(1, -1)).toEqual(words.split(' '));
  });

  it.each(['bpe', 'byte-level-bpe', 'unigram'])(
    'learns %s, by which text is written again as it was',
    async (algorithm) => {
      const folder = join(base, algorithm);
      await mkdir(folder, { recursive: true });
      const text = 'Ein Mann im „T-Shirt“ (blau) fährt U-Bahn; a man’s T-shirt costs $9.50, he said: "Fine!"';
      await writeFile(join(folder, 'train.en'), `${text}\n`.repeat(3));
      await writeFile(join(folder, 'train.de'), 'Fünf Grüße\n'.repeat(9));
      const { summary } = await learn(folder, {
        algorithm,
        languages: ['en', 'de'],
        lowercase: false,
        vocab_size: 300,
      });
      expect(summary).toEqual({ pieces: expect.any(Number), lines: 12 });
      const { engine, special } = await readTokenizer(base);
      expect(special).toEqual({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
      const ids = (await engine.encode(text)).getIds();
      expect([ids[0], ids.at(-1), ids.includes(special.unk)]).toEqual([special.cls, special.sep, false]);
      expect(await engine.decode(ids, true)).toBe(text);
      const unseen = '日本 ☃';
      const decoded = await engine.decode((await engine.encode(unseen)).getIds(), true);
      expect(decoded === unseen).toBe(algorithm === 'byte-level-bpe');
    },
  );

  it('learns from both columns of a table', async () => {
    const file = join(base, 'pairs.csv');
    await writeFile(file, `en,de\n${'five,fünf\n'.repeat(9)}`);
    expect((await learn(file, { languages: ['en', 'de'], vocab_size: 100 })).summary).toMatchObject({ lines: 18 });
    const { engine } = await readTokenizer(base);
    expect((await engine.encode('five fünf')).getTokens().slice(1, -1)).toEqual(['five', 'fünf']);
  });

  it('lower-cases and strips accents for each', async () => {
    const folder = join(base, 'cleaned');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'train.txt'), 'Fünf Grüße\n'.repeat(9));
    for (const algorithm of ['bpe', 'byte-level-bpe', 'unigram']) {
      await learn(folder, { algorithm, vocab_size: 300 });
      const { engine } = await readTokenizer(base);
      expect(await engine.decode((await engine.encode('FÜNF Grüße')).getIds(), true)).toBe('funf gruße');
    }
  });

  it('refuses a vocabulary without room for the bytes', async () => {
    const refused = learn(data, { algorithm: 'byte-level-bpe', vocab_size: 260 });
    await expect(refused).rejects.toMatchObject({ code: 'CONFIG_WRONG_VALUE' });
  });

  it('says when the text has no more pieces, and refuses a folder without a train split', async () => {
    const own = join(base, 'few');
    await mkdir(own);
    await writeFile(join(own, 'dev.txt'), 'a b a b\n');
    await expect(learn(own)).rejects.toMatchObject({
      code: 'DATA_NO_SPLIT',
    });
    logs.length = 0;
    await learn(join(own, 'dev.txt'));
    expect(logs).toEqual([expect.stringContaining('7 pieces instead of 8000')]);
  });
});
