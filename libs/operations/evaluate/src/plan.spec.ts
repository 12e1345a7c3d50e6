import { expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import type { StepToPlan } from '#jobs';
import { EvaluateConfig } from './config.js';
import { plan } from './plan.js';

const planned = (head: object, data: object) =>
  plan({
    config: checkConfig(EvaluateConfig, {}),
    seed: 1,
    known: async (input: string) =>
      input === 'model' ? { shape: { head, parameters: [], config: {} } } : { data: { longest: 8, ...data } },
    fieldOf: (key: string) => `steps.score.${key}`,
  } as unknown as StepToPlan<EvaluateConfig>);

it('refuses a model that does not answer the data set, before anything is trained', async () => {
  const task = { objective: 'classification', task: 'glue/sst2', labels: ['0', '1'] };
  const text = { objective: 'language-modelling' };
  const classes = { kind: 'classification', labels: ['a', 'b', 'c'] };
  for (const [head, data] of [
    [{ kind: 'masked-lm' }, task],
    [classes, task],
    [classes, text],
  ]) {
    await expect(planned(head, data)).rejects.toMatchObject({
      code: 'MODEL_WRONG_HEAD',
      message: expect.stringMatching(/^steps\.score\.dataset: /),
    });
  }
});
