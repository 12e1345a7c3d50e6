import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bertNormalizer, bertPreTokenizer, Tokenizer, WordPiece } from 'tokenizers';
import { readText } from '../../files/stream-text.js';
import { countWords } from './count-words.js';
import { encode } from '../encode.js';
import { learnPieces } from './algorithms/wordpiece.js';
import { learnTokenizer } from './learn-tokenizer.js';

const dev = new URL('../../../../../data/SST-2/dev.tsv', import.meta.url).pathname;
const options = { vocabSize: 1000, lowercase: true, minFrequency: 2 };

const vocabulary = (json: string) =>
  Object.entries((JSON.parse(json) as { model: { vocab: Record<string, number> } }).model.vocab)
    .sort((a, b) => a[1] - b[1])
    .map(([piece]) => piece);

/** Sennrich et al.'s algorithm as they print it (2016, arXiv 1508.07909, section 3.2): every pair is counted anew for
 * each merge. Of equally frequent pairs the one whose left piece was there first is merged, then whose right piece was.
 * @returns letters and merged pieces, and how many merges were chosen among equally frequent pairs */
function recounted(counts: ReadonlyMap<string, number>, merges: number): { pieces: string[]; tied: number } {
  const pieces = [...learnPieces(counts, { size: Infinity, minFrequency: Infinity })];
  const words = [...counts].map(([word, count]) => ({
    count,
    symbols: Array.from(word, (letter, i) => (i === 0 ? letter : `##${letter}`)),
  }));
  let tied = 0;
  for (let merge = 0; merge < merges; merge++) {
    const pairs = new Map<string, number>();
    for (const { symbols, count } of words) {
      for (let i = 1; i < symbols.length; i++) {
        const pair = `${symbols[i - 1]} ${symbols[i]}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + count);
      }
    }
    if (pairs.size === 0) break;
    const most = [...pairs.values()].reduce((largest, count) => Math.max(largest, count));
    const ranks = ([pair]: [string, number]) => pair.split(' ').map((symbol) => pieces.indexOf(symbol));
    const firsts = [...pairs].filter(([, count]) => count === most);
    if (firsts.length > 1) tied += 1;
    const [[left, right]] = firsts
      .sort((a, b) => ranks(a)[0] - ranks(b)[0] || ranks(a)[1] - ranks(b)[1])
      .map(([pair]) => pair.split(' '));
    const merged = left + right.slice(2);
    if (!pieces.includes(merged)) pieces.push(merged);
    for (const { symbols } of words) {
      for (let i = 1; i < symbols.length; i++) {
        if (symbols[i - 1] === left && symbols[i] === right) symbols.splice(i - 1, 2, merged);
      }
    }
  }
  return { pieces, tied };
}

/** Words of which no two pairs are ever equally frequent while they are merged (the test sees to it). Every beginning
 * of a word is a word, too: otherwise the pairs of a rare word's letters would all be as frequent as it. Lehmer's
 * generator, with Park and Miller's constants, from the seed 2. */
function withoutTies(): Map<string, number> {
  let state = 2;
  const below = (end: number) => (state = (state * 48_271) % 2_147_483_647) % end;
  const words = new Map<string, number>();
  const beginnings = [''];
  while (words.size < 120) {
    const word = beginnings[below(beginnings.length)] + 'abcdefg'[below(7)];
    if (words.has(word) || word.length > 8) continue;
    words.set(word, 10 + below(2500));
    beginnings.push(word);
  }
  return words;
}

/** The pieces that the engine's own trainer learns, in the order of their ids. */
async function engineLearns(lines: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tlc-text-'));
  try {
    await writeFile(join(folder, 'corpus.txt'), lines.join('\n'));
    const engine = new Tokenizer(WordPiece.empty());
    engine.setNormalizer(bertNormalizer({ lowercase: true }));
    engine.setPreTokenizer(bertPreTokenizer());
    engine.train([join(folder, 'corpus.txt')]);
    return Object.entries(engine.getVocab())
      .sort((a, b) => a[1] - b[1])
      .map(([piece]) => piece);
  } finally {
    await rm(folder, { recursive: true });
  }
}

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

  it('learns the pieces of counting every pair anew for each merge', async () => {
    const words = countWords(await readText(dev, 'sentence'), options);
    const { pieces, tied } = recounted(words, 300);
    expect(learnPieces(words, { size: pieces.length, minFrequency: 1 })).toEqual(pieces);
    expect(tied).toBeGreaterThan(0);
  });

  it('learns the pieces that the engine learns itself, in the same order, where no counts are equal', async () => {
    const words = withoutTies();
    const { pieces, tied } = recounted(words, Infinity);
    expect([pieces.length, tied]).toEqual([14 + 127, 0]);
    expect(learnPieces(words, { size: Infinity, minFrequency: 1 })).toEqual(pieces);
    // Letters the engine orders by a hash that changes from run to run
    const merged = (all: readonly string[]) => all.filter((piece) => piece.replace('##', '').length > 1);
    const theirs = await engineLearns([...words].map(([word, count]) => `${word} `.repeat(count)));
    expect(merged(theirs)).toEqual(merged(pieces));
    expect([...theirs].sort()).toEqual([...pieces].sort());
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
