import { expect, it } from '@jest/globals';
import { evaluateModel } from '#evaluation';
import { disposeModel, withHead } from '#models';
import type { Dataset } from '#text';
import { batchSource } from './batch-source.js';
import { bits, finetuneConfig, tinyTraining } from './fixtures/tiny-training.js';
import { halvesOf } from './split-batch.js';
import { train } from './train.js';

const { dataset, model, tuning, dispose } = await tinyTraining();

/** Sentences of SST-2 in pairs: alike where both have the same label. */
function pairs({ splits, ...facts }: Dataset): Dataset {
  const labels = splits.train!.labels!;
  const alike = Float32Array.from(labels, (_, i) => (labels[i - (i % 2)] === labels[i - (i % 2) + 1] ? 1 : 0));
  const split = { ...splits.train!, labels: alike, together: 2 };
  return {
    ...facts,
    objective: 'similarity',
    task: undefined,
    labels: undefined,
    splits: { train: split, dev: split },
  };
}

it('embeddings learn from scored pairs, which no batch takes apart, the same bits each time', async () => {
  const data = pairs(dataset);
  const config = finetuneConfig({ epochs: 4 }, { learning_rate: 2e-3, batch_tokens: 300 });
  const source = batchSource(data, data.splits.train!, 3);
  const seen: number[] = [];
  for (let at = { epoch: 0, sentence: 0 }; at.epoch === 0;) {
    const { batch, next } = source(at, { tokens: 300 });
    const { labels, starts } = batch;
    expect((starts.length - 1) % 2).toBe(0);
    for (let i = 0; i < labels!.length; i += 2) expect(labels![i]).toBe(labels![i + 1]);
    expect(halvesOf(batch)?.map((half) => (half.starts.length - 1) % 2) ?? [0, 0]).toEqual([0, 0]);
    seen.push(...labels!);
    at = next;
  }
  expect(seen).toHaveLength(data.splits.train!.sentences);

  const untrained = withHead(model, { kind: 'embeddings', pooling: ['mean'], normalize: false }, 1);
  const before = await evaluateModel(untrained, data, 'dev');
  const { model: trained } = await train(tuning({ dataset: data, config }));
  expect(trained.head).toEqual(untrained.head);
  const after = await evaluateModel(trained, data, 'dev');
  expect(after.loss).toBeLessThan(before.loss);
  expect(after.measures[0].value).toBeGreaterThan(before.measures[0].value! + 0.2);
  const short = finetuneConfig({ steps: 3 }, { batch_tokens: 300 });
  expect(await bits(tuning({ dataset: data, config: short }))).toBe(
    await bits(tuning({ dataset: data, config: short })),
  );
  [untrained, trained].forEach(disposeModel);
  dispose();
});
