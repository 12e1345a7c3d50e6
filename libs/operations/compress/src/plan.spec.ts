import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { FAMILIES, shapeOf } from '#families';
import type { ArtifactFacts, DataFacts } from '#jobs';
import { CompressConfig } from './config.js';
import { plan } from './plan.js';
import { rules } from './rules.js';

const family = FAMILIES.find(({ id }) => id === 'bert')!;
const sizes = { family: 'bert', layers: 2, hidden_size: 64, heads: 4, ffn_size: 128, max_positions: 16 };
const config = family.newConfig(checkConfig(family.architecture, sizes), { size: 100, pad: 0 });
const shape = shapeOf(config, { kind: 'classification', labels: ['a', 'b'] });
const data: DataFacts = { longest: 16, objective: 'classification', labels: ['a', 'b'] };

const fieldOf = (key: string) => `steps.small.${key}`;

/** What is planned of a step on a small BERT. */
const planned = (plain: object, own = data, { teacher = shape, rewind = shape } = {}) =>
  plan({
    config: checkConfig(CompressConfig, plain),
    seed: 1,
    known: (input) =>
      Promise.resolve<ArtifactFacts>(
        {
          model: { shape },
          dataset: { data: own },
          teacher: { shape: teacher },
          rewind: { shape: rewind },
        }[input] ?? {},
      ),
    pathOf: () => undefined,
    fieldOf,
  });

describe('the plan of a search', () => {
  it('says how many tries there are, between which strengths, and their time', async () => {
    const { estimate } = await planned({ with: 'fisher-pruning', target: { quality_loss: 1, tries: 5 } });
    expect(estimate!.seconds).toBe(5 * 14);
    expect(estimate!.warnings).toEqual([
      expect.stringMatching(
        /^target: 5 tries at most, of operations from 0.99 to 0.\d+; bytes are those of the weakest$/,
      ),
    ]);
  });

  it('for bytes knows the strength', async () => {
    const { estimate } = await planned({ with: 'uniform-quantization', target: { bytes: 40_000 } });
    expect(estimate!.warnings).toEqual([expect.stringMatching(/^target: one try, of bits \d$/)]);
    expect(estimate!.bytes).toBeLessThanOrEqual(40_000);
    const none = await planned({ with: 'uniform-quantization', target: { bytes: 400 } });
    expect(none.estimate!.warnings).toEqual([expect.stringContaining('target.bytes: 400 cannot be reached')]);
  });

  it('refuses data without a measure that quality_loss knows, and a measured target without data', async () => {
    const text: DataFacts = { longest: 16, objective: 'language-modelling' };
    await expect(planned({ with: 'gptq', target: { quality_loss: 1 } }, text)).rejects.toMatchObject({
      code: 'PIPELINE_WRONG_INPUT',
    });
    const given = (plain: object, has: boolean) => () =>
      rules({ config: checkConfig(CompressConfig, { with: 'gptq', target: plain }), has: () => has, fieldOf });
    expect(given({ latency: 1 }, false)).toThrow('steps.small.dataset is missing: target.latency is measured on it');
    expect(given({ latency: 1 }, true)).not.toThrow();
    expect(given({ bytes: 1000 }, false)).not.toThrow();
  });
});

it('says that a model cannot be rewound to another one', async () => {
  const step = { with: 'lottery-ticket', config: { sparsity: 0.6, finetune: { stop: { steps: 10 } } } };
  const { estimate } = await planned(step);
  expect(estimate!.warnings).toEqual([]);
  const other = { ...shape, parameters: shape.parameters.slice(0, -1) };
  expect((await planned(step, data, { rewind: other })).estimate!.warnings).toEqual([
    expect.stringContaining('rewind: the model to rewind to has no classifier.bias'),
  ]);
});

describe('the plan of a distillation', () => {
  const step = {
    with: 'distillation',
    config: { layers: 1, match: { by: 'minilm' }, finetune: { stop: { steps: 1 } } },
  };

  it('refuses a teacher of another vocabulary or family', async () => {
    expect((await planned(step)).estimate!.parameters).toBeGreaterThan(0);
    const larger = shapeOf({ ...config, vocab_size: 101 } as never, shape.head);
    const electra = FAMILIES.find(({ id }) => id === 'electra')!;
    const architecture = checkConfig(electra.architecture, { ...sizes, family: 'electra' });
    const other = shapeOf(electra.newConfig(architecture, { size: 100, pad: 0 }), shape.head);
    for (const [teacher, words] of [
      [larger, 'a vocabulary of 101 tokens'],
      [other, 'the family electra'],
    ] as const) {
      await expect(planned(step, data, { teacher })).rejects.toMatchObject({
        code: 'PIPELINE_WRONG_INPUT',
        message: expect.stringContaining(words),
      });
    }
  });
});
