import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bertNormalizer, bertPreTokenizer, Tokenizer, WordPiece } from 'tokenizers';
import { readText } from '../files/read-text.js';
import { countWords } from './count-words.js';
import { encode } from './encode.js';
import { learnTokenizer } from './learn-tokenizer.js';

const dev = new URL('../../../../data/SST-2/dev.tsv', import.meta.url).pathname;
const options = { vocabSize: 1000, lowercase: true, minFrequency: 2 };

const vocabulary = (json: string) =>
  Object.entries((JSON.parse(json) as { model: { vocab: Record<string, number> } }).model.vocab)
    .sort((a, b) => a[1] - b[1])
    .map(([piece]) => piece);

describe('learning a vocabulary', () => {
  it('merges the most frequent pair first, the earlier pieces at a tie', () => {
    // Sennrich et al.'s example: low 5, lower 2, newest 6, widest 3. es (9), est (9), then lo (7), low (7), ...
    const lines = ['low '.repeat(5), 'lower '.repeat(2), 'newest '.repeat(6), 'widest '.repeat(3)];
    const learned = learnTokenizer(lines, { vocabSize: 30, lowercase: true, minFrequency: 3 });
    const letters = ['d', 'e', 'i', 'l', 'n', 'o', 'r', 's', 't', 'w', '##d', '##e', '##i', '##o', '##r', '##s'];
    expect(vocabulary(learned.json)).toEqual(
      ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...letters, '##t', '##w'].concat([
        '##es',
        '##est',
        'lo',
        'low',
        'ne',
        '##west',
        'newest',
      ]),
    );
  });

  it('gives the same bytes for the same lines', async () => {
    const lines = await readText(dev, 'sentence');
    const first = learnTokenizer(lines, options);
    expect(learnTokenizer([...lines].reverse(), options).json).toBe(first.json);
    expect(first.vocabSize).toBe(1000);
    expect(first.special).toEqual({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
  });

  it('learns the pieces that the engine learns itself, where ties do not decide', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tlc-text-'));
    try {
      const lines = await readText(dev, 'sentence');
      const file = join(folder, 'corpus.txt');
      await writeFile(file, lines.join('\n'));
      const engine = new Tokenizer(WordPiece.empty());
      engine.setNormalizer(bertNormalizer({ lowercase: true }));
      engine.setPreTokenizer(bertPreTokenizer());
      engine.train([file]);
      // The engine's order within ties changes from run to run; the first merges have no ties
      const theirs = Object.entries(engine.getVocab())
        .sort((a, b) => a[1] - b[1])
        .map(([piece]) => piece);
      const ours = vocabulary(learnTokenizer(lines, { ...options, minFrequency: 1 }).json).slice(5);
      expect(theirs.slice(0, 150).sort()).toEqual(ours.slice(0, 150).sort());
      const shared = ours.filter((piece) => theirs.slice(0, ours.length).includes(piece));
      expect(shared.length).toBeGreaterThan(0.99 * ours.length);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('leaves the rarest letters to [UNK] where there is no room for all', async () => {
    const tiny = learnTokenizer(['aaaa bbb c'], { vocabSize: 8, lowercase: true, minFrequency: 1 });
    expect(vocabulary(tiny.json)).toEqual(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', '##a', '##b']);
    expect([...(await encode(tiny, ['aa c'], undefined)).ids]).toEqual([2, 5, 6, 1, 3]);
  });

  it('refuses text without words', () => {
    expect(() => learnTokenizer([' ', '\t'], options)).toThrow(expect.objectContaining({ code: 'FILE_EMPTY' }));
  });
});

describe('countWords', () => {
  it('counts what the engine finds in whole lines', async () => {
    const lines = [...(await readText(dev, 'sentence')), "Ünïcode\u00a0space 漢字 a\u200bb don't e\u0301", '— “x”…'];
    const normalizer = bertNormalizer({ lowercase: true, stripAccents: true });
    const expected = new Map<string, number>();
    for (const line of lines) {
      for (const [word] of bertPreTokenizer().preTokenizeString(normalizer.normalizeString(line))) {
        expected.set(word, (expected.get(word) ?? 0) + 1);
      }
    }
    const counted = countWords(lines, { lowercase: true });
    expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(expected));
    expect(await readFile(dev, 'utf8')).toContain('sentence\tlabel');
  });
});
