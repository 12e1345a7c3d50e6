import { expect, it } from '@jest/globals';
import type { ParameterShape } from '#families';
import { momentFloats } from './moment-floats.js';

const parameters: ParameterShape[] = [
  { name: 'bert.embeddings.word_embeddings.weight', role: 'embedding', place: 'embeddings', shape: [100, 8] },
  { name: 'bert.encoder.layer.0.output.dense.weight', role: 'linear', place: 'layers', shape: [8, 32] },
  { name: 'bert.encoder.layer.0.output.dense.bias', role: 'bias', place: 'layers', shape: [8] },
  { name: 'classifier.weight', role: 'linear', place: 'head', shape: [2, 8] },
];

it.each([
  // Two means; two means; rows and columns of matrices, all of vectors; momentum; momentum of the layer's matrix
  ['adamw', 2 * (800 + 256 + 8 + 16)],
  ['lamb', 2 * (800 + 256 + 8 + 16)],
  ['adafactor', 108 + 40 + 8 + 10],
  ['sgd', 800 + 256 + 8 + 16],
  ['muon', 2 * 800 + 256 + 2 * 8 + 2 * 16],
] as const)('%s keeps %d floats', (optimizer, floats) => {
  expect(momentFloats({ optimizer, freeze: [], average: 0 }, { parameters })).toBe(floats);
});

it('nothing is kept for what is frozen', () => {
  expect(momentFloats({ optimizer: 'sgd', freeze: ['bert.*'], average: 0 }, { parameters })).toBe(16);
  expect(momentFloats({ optimizer: 'sgd', freeze: ['bert.*'], average: 0.9 }, { parameters })).toBe(32);
});
