import { describe, expect, it } from '@jest/globals';
import { checkFit } from './check-fit.js';
import { type DataFacts, dataFacts, type ModelFacts } from './facts.js';

const tokenizer = (first: string) => JSON.stringify({ model: { vocab: { [first]: 0 } }, post_processor: null });

const model: ModelFacts = {
  head: { kind: 'none' },
  vocabulary: 100,
  positions: 16,
  types: 2,
  tokenizer: tokenizer('[PAD]'),
};
const data: DataFacts = {
  objective: 'language-modelling',
  vocabulary: 100,
  tokenizer: tokenizer('[PAD]'),
  splits: { train: { longest: 16, largestId: 99, largestType: 1 } },
};
const split = (change: object): Partial<DataFacts> => ({ splits: { dev: { ...data.splits.train!, ...change } } });

describe('a model takes a data set', () => {
  it('that fits to the last token, position and type', () => {
    expect(() => checkFit(model, data)).not.toThrow();
  });

  it('whose tokenizer is not known yet, and whose splits are not', () => {
    expect(() => checkFit(model, { ...data, tokenizer: undefined, splits: {} })).not.toThrow();
  });

  it('of the same vocabulary in another file', () => {
    const other = JSON.stringify({ version: '1.0', ...JSON.parse(tokenizer('[PAD]')) });
    expect(() => checkFit(model, { ...data, tokenizer: other })).not.toThrow();
  });

  it('of any types where it does not look at them, of any length where nothing limits it', () => {
    const facts = { ...model, types: 0, positions: Infinity };
    expect(() => checkFit(facts, { ...data, ...split({ longest: 9999, largestType: 1 }) })).not.toThrow();
  });
});

describe('a model refuses a data set', () => {
  it.each<[string, Partial<ModelFacts>, Partial<DataFacts>, string, string]>([
    ['of another vocabulary of the same size', {}, { tokenizer: tokenizer('<pad>') }, 'TOKENIZER_MISMATCH', 'another'],
    ['of a larger vocabulary', { vocabulary: 99 }, {}, 'TOKENIZER_MISMATCH', '100 tokens, the model embeddings for 99'],
    ['with an id outside', {}, split({ largestId: 100 }), 'TOKENIZER_MISMATCH', 'id 100'],
    ['with a longer sentence', {}, split({ longest: 17 }), 'DATA_TOO_LONG', 'dev split has 17 tokens'],
    ['with second texts', { types: 1 }, {}, 'DATA_SECOND_TEXTS', 'type 0 alone'],
  ])('%s', (_, other, change, code, words) => {
    expect(() => checkFit({ ...model, ...other }, { ...data, ...change })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(words) }),
    );
  });
});

it('facts of a data set are those of its tokens', () => {
  const special = { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 };
  const dev = {
    sentences: 2,
    tokens: 5,
    ids: Int32Array.of(2, 7, 3, 2, 3),
    types: Uint8Array.of(0, 0, 1, 0, 0),
    starts: Int32Array.of(0, 3, 5),
  };
  const base = { objective: 'language-modelling' as const, maxLength: 8, vocabSize: 9, special, tokenizer: '{}' };
  const facts = dataFacts({ ...base, splits: { train: { ...dev, ids: new Int32Array(5) }, dev } });
  expect(facts.splits).toEqual({
    train: { longest: 3, largestId: 0, largestType: 1 },
    dev: { longest: 3, largestId: 7, largestType: 1 },
  });
  expect(Object.keys(dataFacts({ ...base, splits: { dev } }, ['dev', 'test']).splits)).toEqual(['dev']);
});
