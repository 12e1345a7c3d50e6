import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Tokenizer } from 'tokenizers';
import { byteLevelTokenizer } from '../tokenizer/byte-level.js';
import { TokenizerSettings } from '../tokenizer/files/settings.js';
import { dialectOf } from '../tokenizer/sentencepiece/dialects.js';
import { readSentencePiece } from '../tokenizer/sentencepiece/model.js';
import { sentencePieceTokenizer } from '../tokenizer/sentencepiece/tokenizer.js';
import { wordPieceTokenizer } from '../tokenizer/wordpiece.js';
import { wordMarks, wordsOf } from './word-marks.js';

const fixture = (path: string) => readFileSync(new URL(`../tokenizer/fixtures/${path}`, import.meta.url));
const special = { pad: -1, unk: -1, cls: -2, sep: -3, mask: -1 };

/** The words of a text, each as its tokens; `|` stands for a special token. */
async function words(json: string, text: string): Promise<string[]> {
  const engine = Tokenizer.fromString(json);
  const vocabSize = Math.max(...Object.values(engine.getVocab())) + 1;
  const parts = await Promise.all(
    text.split('|').map((part) => engine.encode(part, null, { addSpecialTokens: false })),
  );
  const tokens = parts.flatMap((part, i) => [...(i > 0 ? ['|'] : []), ...part.getTokens()]);
  const ids = Int32Array.from(parts.flatMap((part, i) => [...(i > 0 ? [special.sep] : []), ...part.getIds()]));
  const batch = { ids, positions: ids, types: ids, starts: Int32Array.of(0, ids.length) };
  const found = wordsOf(batch, { special, vocabSize }, wordMarks(json, vocabSize));
  return found.map((rows) => rows.map((row) => tokens[row]).join(' '));
}

describe('the words of a batch', () => {
  it('are WordPiece’s pieces with those that go on with them; a special token ends them', async () => {
    const pieces = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'em', '##bed', '##ding', '##s', 'a', ',', '7'];
    const json = wordPieceTokenizer(pieces, { lowercase: true });
    expect(await words(json, 'embeddings, a 7 a|embed')).toEqual([
      'em ##bed ##ding ##s',
      ',',
      'a',
      '7',
      'a',
      'em ##bed',
    ]);
  });

  it('are what stands between spaces in byte-level BPE, with letters, digits and others apart', async () => {
    const json = byteLevelTokenizer(
      fixture('gpt2/vocab.json').toString('utf8'),
      fixture('gpt2/merges.txt').toString('utf8'),
    );
    expect(await words(json, 'zzq 42qq, éa|zz')).toEqual(['z z q', 'Ġ4 2', 'q q', ',', 'Ġ Ã© a', 'z z']);
  });

  it('are what stands between spaces in SentencePiece, with letters, digits and others apart', async () => {
    const model = readSentencePiece(gunzipSync(fixture('sentencepiece/test_sentencepiece.model.gz')), 'x');
    const json = sentencePieceTokenizer(model, dialectOf(new TokenizerSettings('x', {})));
    expect(await words(json, 'telescope. a test')).toEqual(['▁t el es c o pe', '.', '▁a', '▁t est']);
  });
});
