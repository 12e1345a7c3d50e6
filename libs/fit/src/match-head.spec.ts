import { describe, expect, it } from '@jest/globals';
import { fittingHead } from './fitting-head.js';
import { matchHead } from './match-head.js';

const classes = (...labels: string[]) => ({ kind: 'classification', labels });
const code = (name: string, words: string) =>
  expect.objectContaining({ code: name, message: expect.stringContaining(words) });

describe('the classes of a model are matched with the labels of a data set', () => {
  it('by name, in whatever order and case', () => {
    expect(matchHead(classes('no', 'yes'), ['no', 'yes'])).toEqual({ keep: true });
    expect(matchHead(classes('NO', 'Yes'), ['no', 'yes'])).toEqual({ keep: true });
    expect(matchHead(classes('c', 'a', 'b'), ['a', 'b', 'c'])).toEqual({ keep: true, permutation: [1, 2, 0] });
  });

  it('in order where no name agrees, with a warning that says how', () => {
    expect(matchHead(classes('negative', 'positive'), ['0', '1'])).toEqual({
      keep: true,
      warning: expect.stringContaining('0 is negative, 1 is positive'),
    });
    expect(matchHead(classes('LABEL_0', 'LABEL_1'), ['not_entailment', 'entailment'])).toMatchObject({
      warning: expect.stringContaining('not_entailment is LABEL_0'),
    });
  });

  it('in order without a word where both only number them', () => {
    expect(matchHead(classes('LABEL_0', 'LABEL_1'), ['0', '1'])).toEqual({ keep: true });
  });

  it('by a mapping, whatever the names say', () => {
    const head = classes('NEGATIVE', 'POSITIVE');
    expect(matchHead(head, ['0', '1'], { 0: 'negative', 1: 'POSITIVE' })).toEqual({ keep: true });
    expect(matchHead(head, ['0', '1'], { 0: 'POSITIVE', 1: 'NEGATIVE' })).toEqual({ keep: true, permutation: [1, 0] });
    expect(matchHead(classes('a', 'A'), ['0', '1'], { 0: 'A', 1: 'a' })).toEqual({ keep: true, permutation: [1, 0] });
  });

  it('not where some names agree and their order does not', () => {
    const nli = classes('contradiction', 'neutral', 'entailment');
    expect(() => matchHead(nli, ['entailment', 'neutral', 'other'])).toThrow(code('LABELS_UNMATCHED', 'only some'));
  });

  it.each([
    ['an unknown label', { 0: 'negative', 1: 'positive', 2: 'positive' }, 'no label 2'],
    ['a label left out', { 0: 'negative' }, '1 is not in'],
    ['an unknown class', { 0: 'negative', 1: 'neutral' }, 'no class neutral'],
    ['one class twice', { 0: 'negative', 1: 'negative' }, 'two labels'],
  ])('not by a mapping with %s', (_, mapping, words) => {
    expect(() => matchHead(classes('negative', 'positive'), ['0', '1'], mapping)).toThrow(
      code('LABELS_UNMATCHED', words),
    );
  });
});

it('a head of as many classes is kept, every other one is not', () => {
  expect(matchHead(classes('a', 'b', 'c'), ['0', '1'])).toEqual({
    keep: false,
    reason: 'the model has 3 classes (a, b, c), the data set 2 (0, 1)',
  });
  expect(matchHead({ kind: 'masked-lm' }, ['0', '1'])).toMatchObject({ keep: false });
  expect(matchHead({ kind: 'none' }, undefined)).toMatchObject({ keep: false });
  expect(matchHead({ kind: 'regression' }, undefined)).toEqual({ keep: true });
  expect(matchHead({ kind: 'regression' }, ['0', '1'])).toMatchObject({ keep: false });
});

it('a head that answers something else than the data set asks is an error', () => {
  const task = { objective: 'classification' as const, task: 'glue/sst2', labels: ['0', '1'] };
  const text = { objective: 'language-modelling' as const };
  expect(fittingHead({ kind: 'masked-lm' }, text)).toEqual({ keep: true });
  expect(fittingHead(classes('0', '1'), task)).toEqual({ keep: true });
  expect(() => fittingHead({ kind: 'masked-lm' }, task)).toThrow(code('MODEL_WRONG_HEAD', 'is glue/sst2. Fine-tune'));
  expect(() => fittingHead(classes('0', '1'), text)).toThrow(code('MODEL_WRONG_HEAD', 'is text. Give'));
  expect(() => fittingHead({ kind: 'none' }, task)).toThrow(code('MODEL_WRONG_HEAD', 'no head'));
});
