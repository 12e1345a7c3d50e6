import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Optimizer, random, tf, valueAndGradients, type Scalar, type Tensor, type Tensor2D } from '#engine';
import { generatorShape, newConfig } from '#families';
import { createModel, disposeModel, logits, loss, type Model, weightsOf } from '#models';
import { type Batch, batchOf, type Dataset, maskTokens } from '#text';
import { bits, freed, pretrainConfig, tinyDataset } from '../../fixtures/tiny-training.js';
import { halvesOf } from '../../split-batch.js';
import { train } from '../../train.js';
import { trainStep } from '../../train-step.js';
import { trainedWeights } from '../../trained-weights.js';
import type { TrainingPass, TrainingRequest } from '../../training.js';
import { createGenerator } from './generator.js';
import { draw, replaceMasked } from './replace.js';
import { replacedTokensLoss } from './index.js';

let dataset: Dataset;
let model: Model;
beforeAll(async () => {
  dataset = await tinyDataset();
  const shape = { family: 'electra', layers: 1, hidden_size: 32, heads: 2, max_positions: 24, dropout: 0.1 };
  const config = newConfig({ ...shape, problem: () => undefined }, { size: dataset.vocabSize, pad: 0 });
  model = createModel(config, { kind: 'replaced-tokens' }, 1, dataset.tokenizer);
});
afterAll(() => disposeModel(model));

const request = (more: Partial<TrainingRequest> = {}): TrainingRequest => ({
  model,
  dataset,
  objective: 'replaced-tokens',
  config: pretrainConfig({ steps: 12 }, { generator_size: 0.5 }),
  seed: 7,
  ...more,
});

describe('the generator', () => {
  it('is as deep as the model and a share as wide, with the embeddings of the model', () => {
    expect(generatorShape(model.config, 0.5).config).toMatchObject({
      num_hidden_layers: 1,
      hidden_size: 16,
      intermediate_size: 64,
      embedding_size: 32,
    });
    expect(generatorShape(model.config, 0.01).config).toMatchObject({ hidden_size: 2 });
    const generator = createGenerator(model.config, { generator_size: 0.5 }, 1);
    const names = [...generator.own.keys()];
    expect(names.filter((name) => name.startsWith('electra.embeddings.'))).toEqual([]);
    expect(names).toContain('electra.embeddings_project.weight');
    expect(names).toContain('generator_lm_head.bias');
    generator.dispose();
  });

  it('draws each token as often as its probability says', () => {
    const shares = [0.5, 0.3, 0.15, 0.05];
    const rows = 20_000;
    const many = tf.tidy(() => tf.tile(tf.log(tf.tensor2d([shares])), [rows, 1]) as Tensor2D);
    const counts = [0, 0, 0, 0];
    for (const token of draw(many, random(3))) counts[token] += 1;
    many.dispose();
    // Four standard deviations of a binomial count
    shares.forEach((share, token) => {
      expect(Math.abs(counts[token] - rows * share)).toBeLessThan(4 * Math.sqrt(rows * share * (1 - share)));
    });
  });
});

it('a token counts as replaced only where it is another one than before', () => {
  const batch = {
    ids: Int32Array.of(2, 4, 7, 4, 3),
    positions: Int32Array.of(0, 1, 2, 3, 4),
    types: new Int32Array(5),
    starts: Int32Array.of(0, 5),
    masked: { rows: Int32Array.of(1, 3), labels: Int32Array.of(5, 6) },
  };
  const certain = tf.tensor2d([...Array(2)].map(() => [...Array(9)].map((_, token) => (token === 5 ? 100 : 0))));
  const { ids, labels, masked } = replaceMasked(batch, certain as Tensor2D, random(1));
  certain.dispose();
  expect([...ids]).toEqual([2, 5, 7, 5, 3]);
  expect([...labels!]).toEqual([0, 0, 0, 1, 0]);
  expect(masked).toBeUndefined();
});

it('the loss is the generator’s on masked tokens and 50 times the model’s on all, and only the first moves the generator', () => {
  const split = dataset.splits.train!;
  const masked = maskTokens(batchOf(split, [0, 1, 2, 3]), dataset, 0.3, random(5));
  const generator = createGenerator(model.config, { generator_size: 0.5 }, 1);
  const weights = generator.weights(weightsOf(model));
  const pass = {
    batch: masked,
    shares: { predicted: 1, sentences: 1, tokens: 1 },
    options: {},
    weight: weightsOf(model),
    logits: (other = masked) => logits(weightsOf(model), model, other),
  };
  const both = valueAndGradients(() => replacedTokensLoss(generator, pass, 9), generator.own);
  const alone = valueAndGradients(() => loss(weights, generator.model, masked) as Scalar, generator.own);
  const guesses = logits(weights, generator.model, masked);
  const filled = replaceMasked(masked, guesses, random(9).derive('replaced', 0));
  guesses.dispose();
  const told = tf.tidy(() => loss(weightsOf(model), model, filled).dataSync()[0]);
  expect(both.value).toBeCloseTo(alone.value + 50 * told, 4);
  for (const [name, gradient] of alone.gradients) {
    const [one, other] = [gradient.dataSync(), both.gradients.get(name)!.dataSync()];
    one.forEach((value, i) => expect(Math.abs(other[i] - value)).toBeLessThan(1e-5));
  }
  tf.dispose([...both.gradients.values(), ...alone.gradients.values()]);
  generator.dispose();
});

it('has the same loss and gradients from one batch as from its two halves, which have another share of the masked tokens', () => {
  const batch = maskTokens(batchOf(dataset.splits.train!, [0, 1, 2, 3, 4, 5]), dataset, 0.3, random(5));
  const halves = halvesOf(batch)!;
  const shareOf = ({ masked, ids }: typeof batch) => masked!.rows.length / ids.length;
  expect(Math.abs(shareOf(halves[0]) / shareOf(halves[1]) - 1)).toBeGreaterThan(0.05);
  // What is drawn depends on the batch's number, but for a generator that is certain
  const generator = createGenerator(model.config, { generator_size: 0.5 }, 1);
  const bias = generator.own.get('generator_lm_head.bias')!;
  bias.assign(tf.tensor1d(Float32Array.from({ length: dataset.vocabSize }, (_, token) => (token === 9 ? 60 : 0))));
  const hooks = {
    state: { trained: generator.own },
    loss: (pass: TrainingPass) => replacedTokensLoss(generator, pass, 7),
  };
  const of = (batches: readonly Batch[]) => {
    const trained = trainedWeights(model, undefined, { own: generator.own });
    let gradients = new Map<string, Float32Array>();
    const witness = {
      step: (sums: ReadonlyMap<string, Tensor>) => {
        gradients = new Map([...sums].map(([name, sum]) => [name, sum.dataSync().slice() as Float32Array]));
        return { gradientNorm: 1 };
      },
    } as unknown as Optimizer;
    const { loss } = trainStep(model, trained, witness, batches, { learningRate: 0, dropout: () => undefined, hooks });
    trained.dispose();
    return { loss, gradients };
  };
  const [whole, parts] = [of([batch]), of(halves)];
  expect(Math.abs(parts.loss / whole.loss - 1)).toBeLessThan(1e-6);
  expect(whole.gradients.size).toBe(model.parameters.size + generator.own.size);
  for (const [name, wanted] of whole.gradients) {
    const size = Math.max(1, ...wanted.map(Math.abs));
    const apart = parts.gradients.get(name)!.map((value, i) => Math.abs(value - wanted[i]) / size);
    expect([name, Math.max(...apart) < 1e-6]).toEqual([name, true]);
  }
  generator.dispose();
});

describe('a training by replaced tokens', () => {
  it('gives the same bits for the same seed, and learns', async () => {
    const before = tf.memory().numTensors;
    const [once, again, other] = [await bits(request()), await bits(request()), await bits(request({ seed: 8 }))];
    expect(again).toBe(once);
    expect(other).not.toBe(once);
    const usual = {
      optimizer: 'adamw',
      schedule: 'linear',
      batch_warmup: 0,
      warmup: 0.1,
      mask_probability: 0.15,
    } as const;
    const config = { ...request().config, ...usual, learning_rate: 3e-3, stop: { steps: 60 } };
    const { history, model: trained } = await freed(request({ config }));
    expect(trained.head).toEqual({ kind: 'replaced-tokens' });
    expect(history.at(-1)!.loss).toBeLessThan(0.7 * history[0].loss);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('that was stopped goes on to the same bits, generator and all', async () => {
    const work = await mkdtemp(join(tmpdir(), 'tlc-replaced-'));
    try {
      const config = { ...request().config, checkpoint_seconds: 0 };
      const stop = new AbortController();
      const hooks = { afterStep: (step: number) => (step === 6 ? stop.abort() : undefined) };
      const stopped = train(request({ work, config, hooks, signal: stop.signal }));
      await expect(stopped).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
      expect(await bits(request({ work, config }))).toBe(await bits(request({ config })));
    } finally {
      await rm(work, { recursive: true });
    }
  });

  it('is refused for a family without a head that tells replaced tokens', async () => {
    const shape = { family: 'bert', layers: 1, hidden_size: 16, heads: 2, max_positions: 24, dropout: 0 };
    const config = newConfig({ ...shape, problem: () => undefined }, { size: dataset.vocabSize, pad: 0 });
    const bert = createModel(config, { kind: 'none' }, 1, dataset.tokenizer);
    await expect(train(request({ model: bert }))).rejects.toMatchObject({ code: 'MODEL_WRONG_HEAD' });
    disposeModel(bert);
  });
});
