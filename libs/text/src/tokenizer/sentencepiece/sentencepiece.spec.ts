import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Tokenizer } from 'tokenizers';
import { TokenizerSettings } from '../files/settings.js';
import { dialectOf } from './dialects.js';
import { readSentencePiece } from './model.js';
import { MODEL } from './schema.js';
import { sentencePieceTokenizer } from './tokenizer.js';

interface Case {
  readonly text: string;
  readonly ids: number[];
}

const fixture = (name: string) => readFileSync(new URL(`../fixtures/sentencepiece/${name}`, import.meta.url));
const bytes = gunzipSync(fixture('test_sentencepiece.model.gz'));
const model = readSentencePiece(bytes, 'test_sentencepiece.model');
const settings = (config: object, className?: string) =>
  new TokenizerSettings('x', config as Record<string, unknown>, {}, {}, className);

async function expectIds(engine: Tokenizer, cases: readonly Case[]): Promise<void> {
  for (const { text, ids } of cases) {
    const encoding = await engine.encode(text, null, { addSpecialTokens: false });
    expect([text, encoding.getIds()]).toEqual([text, ids]);
  }
}

describe('a SentencePiece model', () => {
  it('has its pieces with their scores', () => {
    expect(model.pieces).toHaveLength(1000);
    expect(model.pieces.slice(0, 3).map(({ piece, type }) => [piece, type])).toEqual([
      ['<unk>', 2],
      ['<s>', 3],
      ['</s>', 3],
    ]);
    expect(model).toMatchObject({ unknown: 0, byteFallback: false, addDummyPrefix: true });
  });

  it('gives the ids of SentencePiece itself', async () => {
    const engine = Tokenizer.fromString(sentencePieceTokenizer(model, dialectOf(settings({}))));
    await expectIds(engine, JSON.parse(fixture('cases.json').toString('utf8')) as Case[]);
  });

  const classes = JSON.parse(fixture('classes.json').toString('utf8')) as {
    tokenizer_class: string;
    settings: object;
    cases: Case[];
  }[];
  it.each(classes.map((each) => [each.tokenizer_class, JSON.stringify(each.settings), each] as const))(
    'gives the ids of Transformers’ converter for %s with %s',
    async (name, _, each) => {
      const dialect = dialectOf(settings(each.settings, name));
      await expectIds(Tokenizer.fromString(sentencePieceTokenizer(model, dialect)), each.cases);
    },
  );

  const changed = (change: (message: Record<string, Record<string, unknown>>) => void) => {
    const message = MODEL.toObject(MODEL.decode(bytes)) as Record<string, Record<string, unknown>>;
    change(message);
    return MODEL.encode(MODEL.fromObject(message)).finish();
  };

  it.each<[string, () => Uint8Array, string]>([
    ['is no protobuf', () => Buffer.from('\u0007 no model'), 'is not a SentencePiece model'],
    ['is empty', () => Buffer.alloc(0), 'is not a SentencePiece model'],
    ['is of another kind', () => changed((message) => (message.trainerSpec.modelType = 2)), 'SentencePiece’s kind 2'],
    ['has suffixes', () => changed((m) => (m.trainerSpec.treatWhitespaceAsSuffix = true)), 'spaces at the ends'],
    ['keeps spaces', () => changed((m) => (m.normalizerSpec.escapeWhitespaces = false)), 'does not escape spaces'],
  ])('that %s is refused', (_, content, message) => {
    expect(() => readSentencePiece(content(), 'x')).toThrow(
      expect.objectContaining({ code: 'TOKENIZER_INVALID', message: expect.stringContaining(message) }),
    );
  });

  it('without a space before the text has none', async () => {
    const own = readSentencePiece(
      changed((m) => (m.normalizerSpec.addDummyPrefix = false)),
      'x',
    );
    const engine = Tokenizer.fromString(sentencePieceTokenizer(own, dialectOf(settings({}))));
    expect((await engine.encode('is is')).getTokens()).toEqual(['is', '▁is']);
  });

  it('of a class that is not known is refused with the way out', () => {
    expect(() => dialectOf(settings({}, 'XLNetTokenizer'))).toThrow(
      expect.objectContaining({ code: 'TOKENIZER_INVALID', message: expect.stringContaining('save a tokenizer.json') }),
    );
  });
});
