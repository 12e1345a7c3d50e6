import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { byteLevelTokenizer } from './byte-level.js';
import { ROBERTA_TOKENS } from './files/classes.js';
import { TokenizerSettings } from './files/settings.js';
import { frame } from './frame.js';
import { keepTokens } from './keep-tokens.js';
import { openTokenizer, type Tokenizer } from './open-tokenizer.js';
import { dialectOf } from './sentencepiece/dialects.js';
import { readSentencePiece } from './sentencepiece/model.js';
import { sentencePieceTokenizer } from './sentencepiece/tokenizer.js';
import { BERT_TOKENS } from './special-tokens.js';
import { tokenParts } from './token-parts.js';
import { wordPieceTokenizer } from './wordpiece.js';

const bytesOf = (path: string) => readFileSync(new URL(`./fixtures/${path}`, import.meta.url));
const textsOf = (path: string) =>
  (JSON.parse(bytesOf(path).toString('utf8')) as { text: string }[]).map(({ text }) => text);

/** The tokenizers of three published models, of each kind one, and texts of their known answers. */
const KINDS = {
  WordPiece: {
    json: wordPieceTokenizer(bytesOf('bert-base-uncased/vocab.txt').toString('utf8').trimEnd().split('\n'), {
      lowercase: true,
    }),
    names: BERT_TOKENS,
    texts: textsOf('bert-base-uncased/cases.json'),
  },
  'byte-level BPE': {
    json: frame(
      byteLevelTokenizer(
        bytesOf('roberta-base/vocab.json').toString('utf8'),
        bytesOf('roberta-base/merges.txt').toString('utf8'),
        { names: ROBERTA_TOKENS },
      ),
      { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'sep', 'B', 'sep'], secondType: 0 },
      ROBERTA_TOKENS,
    ),
    names: ROBERTA_TOKENS,
    texts: textsOf('roberta-base/cases.json'),
  },
  unigram: {
    json: sentencePieceTokenizer(
      readSentencePiece(gunzipSync(bytesOf('sentencepiece/test_sentencepiece.model.gz')), 'the model'),
      dialectOf(new TokenizerSettings('x', {}, {}, {})),
    ),
    names: { cls: '<s>', sep: '</s>', unk: '<unk>', pad: '<unk>', mask: '<unk>' },
    texts: textsOf('sentencepiece/cases.json'),
  },
} as const;

const tokensOf = async ({ engine }: Tokenizer, texts: readonly string[]) =>
  Promise.all(texts.map(async (text) => (await engine.encode(text)).getTokens()));

describe.each(Object.entries(KINDS))('the tokens of a %s tokenizer that texts use', (_, { json, names, texts }) => {
  const before = openTokenizer(json, 'before', names);
  const { always, parts } = tokenParts(json);

  async function kept(some: readonly string[]): Promise<number[]> {
    const used = (await Promise.all(some.map((text) => before.engine.encode(text)))).flatMap((each) => each.getIds());
    return [...new Set([...always, ...used.flatMap((id) => [...parts(id)])])].sort((a, b) => a - b);
  }

  it('read these texts as all of them did, their ids without gaps', async () => {
    const left = await kept(texts);
    const after = openTokenizer(keepTokens(json, left), 'after', names);
    expect(left.length).toBeLessThan(before.vocabSize);
    expect(after.vocabSize).toBe(left.length);
    expect(await tokensOf(after, texts)).toEqual(await tokensOf(before, texts));
    expect(after.engine.idToToken(left.length - 1)).toBe(before.engine.idToToken(left.at(-1)!));
  });

  it('put special tokens around texts by their new ids', async () => {
    const after = openTokenizer(keepTokens(json, await kept(texts.slice(0, 1))), 'after', names);
    const encoding = await after.engine.encode(texts[0], texts[0]);
    expect(encoding.getIds().map((id) => after.engine.idToToken(id))).toEqual(encoding.getTokens());
  });
});

describe('tokens that texts lack', () => {
  it('are read by their characters', async () => {
    const { json } = KINDS.WordPiece;
    const { engine } = openTokenizer(json);
    const { always, characters } = tokenParts(json);
    const left = [...new Set([...always, ...characters(engine.tokenToId('movie')!)])].sort((a, b) => a - b);
    expect((await openTokenizer(keepTokens(json, left)).engine.encode('Movie movies')).getTokens()).toEqual([
      '[CLS]',
      'm',
      '##o',
      '##v',
      '##i',
      '##e',
      '[UNK]',
      '[SEP]',
    ]);
  });

  it('are not the special ones', () => {
    expect(() => keepTokens(KINDS.WordPiece.json, [0, 100])).toThrow(
      expect.objectContaining({ code: 'TOKENIZER_INVALID', message: expect.stringContaining('[CLS]') }),
    );
  });
});
