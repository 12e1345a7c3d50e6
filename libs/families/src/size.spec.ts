import { expect, it } from '@jest/globals';
import { shapeOf } from './model-shape.js';
import { readConfig } from './read-config.js';
import { operationsPerToken, parameterCount } from './size.js';

const base = readConfig({ model_type: 'bert' }, 'the test');

it('counts the parameters of BERT-base as published', () => {
  // Transformers 5.23.0: num_parameters() of BertForMaskedLM, and of BertForSequenceClassification with 2 labels
  expect(parameterCount(shapeOf(base, { kind: 'masked-lm' }))).toBe(109_514_298);
  expect(parameterCount(shapeOf(base, { kind: 'classification', labels: ['0', '1'] }))).toBe(109_483_778);
});

it('counts the multiply-adds of the linear layers and of attention over the length', () => {
  const shape = shapeOf(base, { kind: 'masked-lm' });
  const linears = 12 * (4 * 768 * 768 + 2 * 768 * 3072);
  expect(operationsPerToken(shape, 0)).toBe(linears);
  expect(operationsPerToken(shape, 512)).toBe(linears + 12 * 2 * 512 * 768);
});
