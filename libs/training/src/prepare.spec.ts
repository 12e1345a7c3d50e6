import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { checkConfig, FinetuneConfig } from '#contracts';
import { type Tensor, tf } from '#engine';
import { finetuneConfig, tinyTraining } from './fixtures/tiny-training.js';
import { train } from './train.js';
import type { TrainingRequest } from './training.js';

const { dataset, tuning, dispose } = await tinyTraining();
afterAll(dispose);

describe('what training refuses', () => {
  const refusal = (request: Partial<TrainingRequest>, code: string, message: string) =>
    expect(train(tuning(request))).rejects.toMatchObject({ code, message: expect.stringContaining(message) });

  it('a loss that is not finite', async () => {
    const config = finetuneConfig({ steps: 20 }, { learning_rate: 1e30, clip_norm: 0, warmup: 0 });
    const before = tf.memory().numTensors;
    await refusal({ config }, 'TRAINING_DIVERGED', 'There is no checkpoint before it.');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('the same, naming the last checkpoint', async () => {
    const work = await mkdtemp(join(tmpdir(), 'tlc-diverged-'));
    const config = finetuneConfig({ steps: 50 }, { checkpoint_seconds: 0 });
    let steps = 0;
    const poison = {
      reparametrize: (_name: string, weight: Tensor) => (steps < 3 ? weight : tf.mul(weight, NaN)),
      afterStep: () => void steps++,
    };
    const path = join(work, 'checkpoint.safetensors');
    await refusal({ config, work, hooks: poison }, 'TRAINING_DIVERGED', `before it is that of step 3, ${path}`);
    expect(existsSync(path)).toBe(true);
    await rm(work, { recursive: true });
  });

  it('parameters to freeze or not to decay that the model does not have, and to freeze all of them', async () => {
    const wrong = 'the name of a parameter of the model, such as bert.pooler.dense.bias';
    for (const key of ['freeze', 'no_decay']) {
      const config = finetuneConfig({ steps: 1 }, { [key]: ['bert.pooler.dens.bias'] });
      await refusal({ config }, 'CONFIG_WRONG_VALUE', `${key}: "bert.pooler.dens.bias" is not ${wrong}`);
    }
    const config = finetuneConfig({ steps: 1 }, { freeze: ['*'] });
    await refusal({ config }, 'CONFIG_WRONG_VALUE', 'freeze: it leaves no parameter to train');
  });

  it('a learning rate below zero', () => {
    expect(() => checkConfig(FinetuneConfig, { stop: { steps: 1 }, learning_rate: -1e-4 })).toThrow(
      'learning_rate: -0.0001 is not a number from 0 to 10',
    );
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
