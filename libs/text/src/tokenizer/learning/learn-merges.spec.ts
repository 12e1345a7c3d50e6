import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Tokenizer } from 'tokenizers';
import { alphabetOf, byCodePoint } from './alphabet.js';
import { isGreater } from './greater-pair.js';
import { learnMerges } from './learn-merges.js';
import { learnTokenizer } from './learn-tokenizer.js';

const fixture = (path: string) => readFileSync(new URL(`./fixtures/${path}`, import.meta.url));
const textOf = (path: string) => gunzipSync(fixture(path)).toString('utf8').trimEnd().split('\n');
const lines = textOf('subword-nmt/corpus.en.gz');

/** The first line says which of the formats it is. */
const reference = fixture('subword-nmt/bpe.ref').toString('utf8').trimEnd().split('\n').slice(1);

/** What subword-nmt writes behind the last letter of a word. */
const END = '</w>';

describe('subword-nmt’s merges', () => {
  const split = (word: string) =>
    Array.from(word).map((letter, i, all) => (i === all.length - 1 ? letter + END : letter));
  const counts = new Map<string, number>();
  for (const word of lines.flatMap((line) => line.split(' '))) counts.set(word, (counts.get(word) ?? 0) + 1);
  counts.delete('');
  const alphabet = alphabetOf(counts, Infinity, split, byCodePoint);
  const rules = { split, join: (left: string, right: string) => left + right, precedes: isGreater };
  const learned = learnMerges(counts, alphabet, rules, { size: alphabet.length + reference.length, minFrequency: 2 });

  it('are learned from its text, all 1,000 in its order', () => {
    expect(learned.merges.map((pair) => pair.join(' '))).toEqual(reference);
  });

  it('split its text into its pieces where the engine applies them', async () => {
    const vocab = Object.fromEntries(learned.pieces.map((piece, id) => [piece, id]));
    const model = { type: 'BPE', end_of_word_suffix: END, vocab, merges: learned.merges };
    const engine = Tokenizer.fromString(
      JSON.stringify({ version: '1.0', pre_tokenizer: { type: 'WhitespaceSplit' }, model }),
    );
    const encoded = await engine.encodeBatch(lines);
    const written = encoded.map((each) =>
      each.getTokens().map((token) => (token.endsWith(END) ? token.slice(0, -END.length) : `${token}@@`)),
    );
    expect(written.map((tokens) => tokens.join(' '))).toEqual(
      textOf('subword-nmt/corpus.bpe.ref.en.gz').map((line) => line.trim().replace(/ +/g, ' ')),
    );
  });
});

it('byte-level BPE learns the merges of Hugging Face’s trainer, in its order', () => {
  const { merges } = JSON.parse(fixture('byte-level-bpe.json').toString('utf8')) as { merges: string[] };
  const { json } = learnTokenizer(lines, {
    algorithm: 'byte-level-bpe',
    vocabSize: 1261,
    lowercase: false,
    minFrequency: 2,
  });
  const { model } = JSON.parse(json) as { model: { merges: [string, string][] } };
  expect(model.merges.map((pair) => pair.join(' '))).toEqual(merges);
});
