import { expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { architectureClass } from '#families';
import { createModel, disposeModel, mapParameters, newConfig } from '#models';
import { tf } from '#engine';
import type { Dataset } from '#text';
import { measureQuality } from './quality.js';

const listener = { progress: () => undefined, log: () => undefined };

it('a measure that was asked for and has no value is an error: the correlation of scores that are all the same', async () => {
  const architecture = checkConfig(architectureClass(), { layers: 1, hidden_size: 8, heads: 1, max_positions: 8 });
  const model = createModel(newConfig(architecture, { size: 20, pad: 0 }), { kind: 'regression' }, 1);
  const constant = mapParameters(model, (parameter) =>
    parameter.name.startsWith('classifier.') ? { ...parameter, value: tf.zerosLike(parameter.value) } : parameter,
  );
  const split = {
    sentences: 3,
    tokens: 6,
    ids: Int32Array.of(2, 3, 2, 4, 2, 5),
    starts: Int32Array.of(0, 2, 4, 6),
    labels: Float32Array.of(1, 2, 3),
  };
  const dataset: Dataset = {
    objective: 'regression',
    maxLength: 8,
    vocabSize: 20,
    special: { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 },
    tokenizer: '{"model": {"vocab": {}}}',
    splits: { dev: split },
  };
  const measured = (measure?: string[]) =>
    measureQuality(constant, dataset, { split: 'dev', measure }, measure ?? ['pearson', 'loss'], listener);
  await expect(measured(['pearson'])).rejects.toMatchObject({ code: 'MEASURE_UNDEFINED' });
  // What nobody asked for by name is left out with a warning
  expect((await measured()).measures.map(({ name }) => name)).toEqual(['loss']);
  [model, constant].forEach(disposeModel);
});
