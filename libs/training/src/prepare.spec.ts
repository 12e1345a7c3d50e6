import { afterAll, describe, expect, it } from '@jest/globals';
import { tf } from '#engine';
import { finetuneConfig, tinyTraining } from './fixtures/tiny-training.js';
import { train } from './train.js';
import type { TrainingRequest } from './training.js';

const { dataset, model, tuning, dispose } = await tinyTraining();
afterAll(dispose);

describe('what training refuses', () => {
  const refusal = (request: Partial<TrainingRequest>, code: string, message: string) =>
    expect(train(tuning(request))).rejects.toMatchObject({ code, message: expect.stringContaining(message) });

  it('a loss that is not finite', async () => {
    const config = finetuneConfig({ steps: 20 }, { learning_rate: 1e30, clip_norm: 0, warmup: 0 });
    const before = tf.memory().numTensors;
    await refusal({ config }, 'TRAINING_DIVERGED', 'at step');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('data without what it needs', async () => {
    const { train: own } = dataset.splits;
    await refusal({ dataset: { ...dataset, splits: {} } }, 'DATA_NO_SPLIT', 'no train split');
    const unlabelled = { ...own!, labels: undefined };
    await refusal({ dataset: { ...dataset, splits: { train: unlabelled } } }, 'DATA_NO_LABELS', 'no labels');
    const config = finetuneConfig({ steps: 2, patience: 1 });
    await refusal({ config, dataset: { ...dataset, splits: { train: own } } }, 'DATA_NO_SPLIT', 'no dev split');
  });

  it('to go on when it was cancelled', async () => {
    const before = tf.memory().numTensors;
    await refusal({ signal: AbortSignal.abort() }, 'JOB_CANCELLED', 'cancelled');
    expect(tf.memory().numTensors).toBe(before);
  });
});
