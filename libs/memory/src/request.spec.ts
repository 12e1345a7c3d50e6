import { expect, it } from '@jest/globals';
import { checkConfig, FinetuneConfig, PretrainConfig } from '#contracts';
import { architectureClass, type Head, newConfig, shapeOf } from '#families';
import { trainingLoad } from './request.js';

const architecture = checkConfig(architectureClass(), { layers: 1, hidden_size: 16, heads: 2, max_positions: 32 });
const shapeWith = (head: Head) => shapeOf(newConfig(architecture, { size: 100, pad: 0 }), head);
const labelled = { train: { longest: 16 }, devTokens: 500, hasAnswers: true, bytes: 0 };
const stop = { steps: 1 };

it('a masked-LM training on labelled data looks at no dev split, unless something is decided by it', () => {
  const shape = shapeWith({ kind: 'masked-lm' });
  const measured = (config: object) =>
    trainingLoad({ shape, config: checkConfig(PretrainConfig, { stop, ...config }), seed: 1 }, labelled).load.measured;
  expect(measured({})).toBe(0);
  expect(measured({ stop: { steps: 1, patience: 2 } })).toBe(500);
});

it('a training of a task looks at the labels of its dev split, in batches of 4,096 tokens at most', () => {
  const shape = shapeWith({ kind: 'classification', labels: ['no', 'yes'] });
  const config = checkConfig(FinetuneConfig, { stop });
  const measured = (data: object) => trainingLoad({ shape, config, seed: 1 }, { ...labelled, ...data }).load.measured;
  expect(measured({})).toBe(500);
  expect(measured({ devTokens: undefined })).toBe(4096);
  expect(measured({ hasAnswers: false })).toBe(0);
});
