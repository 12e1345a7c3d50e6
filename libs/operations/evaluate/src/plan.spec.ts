import { expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import type { StepToPlan } from '#jobs';
import { EvaluateConfig } from './config.js';
import { plan } from './plan.js';

const planned = (head: object, data: object, config: object = {}) =>
  plan({
    config: checkConfig(EvaluateConfig, config),
    seed: 1,
    known: async (input: string) =>
      input === 'model' ? { shape: { head, parameters: [], config: {} } } : { data: { longest: 8, ...data } },
    fieldOf: (key: string) => `steps.score.${key}`,
  } as unknown as StepToPlan<EvaluateConfig>);

it('refuses a model that does not answer the data set, before anything is trained', async () => {
  const task = { objective: 'classification', task: 'glue/sst2', labels: ['0', '1'] };
  const text = { objective: 'language-modelling' };
  const embeddings = { kind: 'embeddings', pooling: ['mean'], normalize: true };
  const classes = { kind: 'classification', labels: ['a', 'b', 'c'] };
  for (const [head, data] of [
    [{ kind: 'masked-lm' }, task],
    [classes, task],
    [classes, text],
    [embeddings, { objective: 'regression', task: 'glue/stsb' }],
    [{ kind: 'regression' }, { objective: 'similarity', task: 'glue/stsb' }],
  ]) {
    await expect(planned(head, data)).rejects.toMatchObject({
      code: 'MODEL_WRONG_HEAD',
      message: expect.stringMatching(/^steps\.score\.dataset: /),
    });
  }
});

it('takes an embeddings model with pairs apart', async () => {
  const embeddings = { kind: 'embeddings', pooling: ['mean'], normalize: true };
  await expect(planned(embeddings, { objective: 'similarity' }, { measure: ['spearman'] })).resolves.toBeDefined();
});

it('refuses a submission of another split, and of a part of the test set where its size is known', async () => {
  const head = { kind: 'regression' };
  const data = { objective: 'regression', task: 'glue/stsb' };
  const submitted = (split: string, more: object = {}) =>
    planned(head, { ...data, ...more }, { split, submission: true, measure: ['bytes'] });
  await expect(submitted('dev')).rejects.toMatchObject({ code: 'CONFIG_WRONG_VALUE' });
  const splits = (sentences: number) => ({ splits: { test: { sentences, tokens: 1, bytes: 1 } } });
  await expect(submitted('test', splits(1378))).rejects.toMatchObject({ code: 'DATA_NO_SPLIT' });
  await expect(submitted('test', splits(1379))).resolves.toBeDefined();
  // Two sentences a pair
  const apart = { objective: 'similarity', ...splits(2758) };
  const embeddings = { kind: 'embeddings', pooling: ['mean'], normalize: true };
  const whole = planned(embeddings, { ...data, ...apart }, { split: 'test', submission: true, measure: ['bytes'] });
  await expect(whole).resolves.toBeDefined();
});
