import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFolderStore } from '#artifacts';
import type { PlanAnswer } from '#contracts';
import { findOperations, runAlone } from '#jobs';
import { type Answers, createAnswers } from '../answers.js';

let base: string;
let answers: Answers;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-pretraining-rules-'));
  await mkdir(join(base, 'data'));
  await writeFile(join(base, 'data/train.tsv'), 'sentence\nfine\nbad\n');
  answers = createAnswers(await openFolderStore(join(base, 'home')));
});
afterAll(() => rm(base, { recursive: true, maxRetries: 20 }));

const stop = { steps: 8 };
const architecture = { layers: 4, hidden_size: 64, heads: 2, max_positions: 32 };
const steps = {
  vocabulary: { do: 'tokenizer.learn', corpus: './data', column: 'sentence', vocab_size: 1000 },
  corpus: { do: 'dataset.encode', tokenizer: 'vocabulary', text: './data', column: 'sentence', max_length: 32 },
};
const plan = (config: object): Promise<PlanAnswer> => {
  const pretrained = { do: 'model.pretrain', dataset: 'corpus', stop, ...config };
  const pipeline = { name: 'test', steps: { ...steps, pretrained } };
  return answers.plan({ pipeline, folder: base, fresh: false, problem: () => undefined });
};
const planned = async (config: object) => (await plan(config)).steps.find(({ name }) => name === 'pretrained')!;

/** What is refused, and the key that is named. */
const REFUSED: readonly (readonly [object, string, string])[] = [
  [{ architecture, stacking: { layers: [3] } }, 'stacking.layers', 'not a multiple'],
  [{ architecture, stacking: { layers: [4] } }, 'stacking.layers', 'not a multiple'],
  [{ architecture, stacking: { layers: [2, 3] } }, 'stacking.layers', 'give a multiple'],
  [{ architecture, stacking: { layers: [2, 1] } }, 'stacking.layers', 'give a multiple'],
  [{ architecture, stacking: { layers: [1, 2], shares: [0.5] } }, 'stacking.shares', 'there are 1 for 2'],
  [{ architecture, stacking: { layers: [1, 2], shares: [0.5, 0.5] } }, 'stacking.shares', 'the whole model needs'],
  [{ architecture: { ...architecture, family: 'albert' }, stacking: { layers: [2] } }, 'stacking', 'share'],
  [
    { architecture: { ...architecture, family: 'universal-transformer', steps: 2 }, stacking: { layers: [2] } },
    'stacking',
    'share',
  ],
  [{ architecture, stacking: { layers: [2] }, freeze: ['bert.embeddings.*'] }, 'freeze', 'have to be trained'],
  [{ architecture, objective: 'replaced-tokens', stop: { steps: 8, patience: 1 } }, 'stop.patience', 'no measure'],
  [{ architecture, objective: 'masked-ml' }, 'objective', 'masked-lm'],
  [{ architecture, initial_outputs: 'none' }, 'initial_outputs', 'one of drawn, zero'],
];

describe.each(REFUSED)('%j', (config, key, message) => {
  const refusal = (field: string) => ({
    code: 'CONFIG_WRONG_VALUE',
    message: expect.stringContaining(message),
    details: expect.objectContaining({ field }),
  });

  it('is refused by the plan', async () => {
    await expect(plan(config)).rejects.toMatchObject(refusal(`steps.pretrained.${key}`));
  });

  it('is refused by the job', async () => {
    const operation = (await findOperations()).get('model.pretrain');
    const job = { inputs: { dataset: join(base, 'data') }, config: { stop, ...config }, output: base, work: base };
    await expect(runAlone(operation, job)).rejects.toMatchObject(refusal(`config.${key}`));
  });
});

it('a model that is given has its layers and weights: stacking is refused, and zero outputs have no effect', async () => {
  const first = { do: 'model.pretrain', dataset: 'corpus', architecture, stop };
  const planFurther = (config: object) => {
    const further = { do: 'model.pretrain', dataset: 'corpus', model: 'first', stop, ...config };
    const pipeline = { name: 'test', steps: { ...steps, first, further } };
    return answers.plan({ pipeline, folder: base, fresh: false, problem: () => undefined });
  };
  await expect(planFurther({ stacking: { layers: [2] } })).rejects.toMatchObject({
    code: 'CONFIG_WRONG_VALUE',
    details: { field: 'steps.further.stacking' },
  });
  expect(JSON.stringify(await planFurther({ initial_outputs: 'zero' }))).toContain('initial_outputs has no effect');
});

/** Large enough for its weights and activations to be more than the process alone. */
const large = { ...architecture, hidden_size: 768, heads: 12 };

it('stacking changes neither size nor memory: what a training takes is what its last stage does', async () => {
  const [plain, stacked] = [
    await planned({ architecture: large }),
    await planned({ architecture: large, stacking: { layers: [1, 2] } }),
  ];
  expect(stacked.parameters).toBe(plain.parameters);
  expect(stacked.memory).toBe(plain.memory);
  expect(stacked.artifact).not.toBe(plain.artifact);
  const shallow = await planned({ architecture: { ...large, layers: 2 } });
  expect(shallow.memory).toBeLessThan(plain.memory!);
});

it('replaced tokens are of 15 % masked where nothing is said, masked LM of 30 %', async () => {
  const electra = { architecture: { ...large, family: 'electra' }, objective: 'replaced-tokens' };
  const memory = async (config: object) => (await planned(config)).memory;
  expect(await memory(electra)).toBe(await memory({ ...electra, mask_probability: 0.15 }));
  expect(await memory(electra)).toBeLessThan((await memory({ ...electra, mask_probability: 0.9 }))!);
  expect(await memory({ architecture: large })).toBe(await memory({ architecture: large, mask_probability: 0.3 }));
});
