import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Progress } from '#contracts';
import { tf, type Tensor } from '#engine';
import { disposeModel, type Model, withHead } from '#models';
import type { Dataset } from '#text';
import { evaluateModel } from './evaluate.js';
import { digest, finetuneConfig, pretrainConfig, tinyDataset, tinyModel } from './fixtures/tiny-training.js';
import { train } from './train.js';
import type { TrainingRequest, TrainingResult } from './training.js';

let dataset: Dataset;
let model: Model;
let work: string;

beforeAll(async () => {
  dataset = await tinyDataset();
  model = tinyModel(dataset);
});
afterAll(() => disposeModel(model));
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'tlc-training-'));
});
afterEach(() => rm(work, { recursive: true }));

const tuning = (request: Partial<TrainingRequest> = {}): TrainingRequest => ({
  model,
  dataset,
  objective: 'task',
  config: finetuneConfig({ steps: 12 }),
  seed: 7,
  ...request,
});
const pretraining = (request: Partial<TrainingRequest> = {}): TrainingRequest =>
  tuning({ objective: 'masked-lm', config: pretrainConfig({ steps: 12 }), ...request });

/** The digest of a training's weights. */
async function bits(request: TrainingRequest): Promise<string> {
  const result = await train(request);
  const digested = digest(result.model);
  disposeModel(result.model);
  return digested;
}

async function freed(training: Promise<TrainingResult>): Promise<TrainingResult> {
  const result = await training;
  disposeModel(result.model);
  return result;
}

describe.each([
  ['fine-tuning', tuning],
  ['pre-training', pretraining],
])('%s', (_, request) => {
  it('gives the same bits for the same seed, and others for another', async () => {
    const first = await bits(request());
    expect(await bits(request())).toBe(first);
    expect(await bits(request({ seed: 8 }))).not.toBe(first);
  });

  it('gives the same bits when it is stopped in the middle and goes on from a checkpoint', async () => {
    const { config } = request();
    const whole = await bits(request());
    for (const stopAt of [1, 5, 11]) {
      const controller = new AbortController();
      const interrupted = request({
        work,
        config: { ...config, checkpoint_seconds: 0 },
        signal: controller.signal,
        hooks: { afterStep: (step) => (step === stopAt ? controller.abort() : undefined) },
      });
      await expect(train(interrupted)).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
      let steps = 0;
      const rest = request({ work, config: interrupted.config, hooks: { afterStep: () => void steps++ } });
      expect(await bits(rest)).toBe(whole);
      expect(steps).toBe(12 - stopAt);
      await rm(work, { recursive: true });
    }
    work = await mkdtemp(join(tmpdir(), 'tlc-training-'));
  });

  it('leaves no tensor behind over 100 steps, nor more at the last than at the second, nor when it fails', async () => {
    const { config } = request();
    const before = tf.memory().numTensors;
    const counts: number[] = [];
    const hooks = { afterStep: () => void counts.push(tf.memory().numTensors) };
    await freed(train(request({ hooks, config: { ...config, stop: { steps: 100 } } as typeof config })));
    expect(counts).toHaveLength(100);
    expect(counts[99]).toBe(counts[1]);
    expect(tf.memory().numTensors).toBe(before);
    const fails = request({ hooks: { afterStep: () => Promise.reject(new Error('stop here')) } });
    await expect(train(fails)).rejects.toThrow('stop here');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('what training learns', () => {
  it('lowers the loss of what it saw', async () => {
    const untrained = withHead(model, { kind: 'classification', labels: ['0', '1'] }, 7);
    const before = await evaluateModel(untrained, dataset, 'train');
    disposeModel(untrained);
    const result = await train(tuning({ config: finetuneConfig({ epochs: 12 }, { learning_rate: 8e-3, dropout: 0 }) }));
    const after = await evaluateModel(result.model, dataset, 'train');
    expect(after.loss).toBeLessThan(before.loss / 2);
    expect(after.measures[0].value).toBeGreaterThan(0.85);
    expect(result.steps).toBe(12 * 15);
    expect(result.tokens).toBe(12 * dataset.splits.train!.tokens);
    disposeModel(result.model);
  });

  it('is the same from two batches accumulated as from one of twice the size', async () => {
    const config = { dropout: 0, weight_decay: 0, warmup: 0, clip_norm: 0 };
    const one = await train(tuning({ config: finetuneConfig({ steps: 3 }, { ...config, batch_sentences: 32 }) }));
    const two = await train(
      tuning({ config: finetuneConfig({ steps: 3 }, { ...config, batch_sentences: 16, accumulate: 2 }) }),
    );
    expect(two.tokens).toBe(one.tokens);
    two.history.forEach((point, i) => expect(point.loss).toBeCloseTo(one.history[i].loss, 5));
    for (const [name, { value }] of one.model.parameters) {
      if (name.endsWith('key.bias')) continue; // its gradient is 0 but for rounding
      const apart = tf.tidy(() => tf.max(tf.abs(tf.sub(value, two.model.parameters.get(name)!.value)))).dataSync()[0];
      expect([name, apart < 1e-4]).toEqual([name, true]);
    }
    disposeModel(one.model);
    disposeModel(two.model);
  });

  it('keeps the zeros of sparse parameters, and leaves the given model as it is', async () => {
    const name = 'bert.encoder.layer.0.intermediate.dense.weight';
    const own = model.parameters.get(name)!;
    const half = tf.tidy(() => tf.mul(own.value, tf.cast(tf.greater(own.value, 0), 'float32')));
    const pruned = { ...own, value: half, encoding: { sparse: true } };
    const sparse: Model = { ...model, parameters: new Map(model.parameters).set(name, pruned) };
    const zeros = (tensor: Tensor) => [...tensor.dataSync()].map((value) => value === 0);
    const before = digest(sparse);
    const result = await train(tuning({ model: sparse }));
    expect(digest(sparse)).toBe(before);
    const after = result.model.parameters.get(name)!;
    expect(zeros(after.value)).toEqual(zeros(half));
    expect(after.encoding).toEqual({ sparse: true });
    expect([...after.value.dataSync()]).not.toEqual([...half.dataSync()]);
    disposeModel(result.model);
    half.dispose();
  });

  it('goes through reparametrize, and adds the penalty to the loss', async () => {
    const name = 'classifier.weight';
    const seen = new Set<string>();
    const hooked = await train(
      tuning({
        config: finetuneConfig({ steps: 1 }, { warmup: 0 }),
        hooks: {
          reparametrize: (own, weight) => {
            seen.add(own);
            return own === name ? tf.mul(weight, 0) : weight;
          },
          penalty: (weight) => tf.add(tf.mul(tf.sum(weight('classifier.bias')), 0), 2),
        },
      }),
    );
    expect(seen).toEqual(new Set([...hooked.model.parameters.keys()]));
    // A classifier of zeros says nothing: ln 2, and 2 for the penalty
    expect(hooked.history[0].loss).toBeCloseTo(Math.LN2 + 2, 5);
    disposeModel(hooked.model);
  });
});

describe('when training ends', () => {
  it('at the first of its limits', async () => {
    const bySteps = await freed(train(tuning({ config: finetuneConfig({ steps: 4, epochs: 1 }) })));
    expect(bySteps.steps).toBe(4);
    const byEpochs = await freed(train(tuning({ config: finetuneConfig({ steps: 400, epochs: 0.5 }) })));
    expect(byEpochs.steps).toBe(8);
    const byClock = await freed(train(tuning({ config: finetuneConfig({ seconds: 0.5, epochs: 10_000 }) })));
    expect(byClock.seconds).toBeGreaterThanOrEqual(0.5);
    expect(byClock.seconds).toBeLessThan(1.5);
  });

  it('the learning rate has risen and fallen to 0, whatever the limit', async () => {
    for (const stop of [{ steps: 40 }, { epochs: 3 }, { seconds: 1 }]) {
      const { history } = await freed(train(tuning({ config: finetuneConfig(stop, { learning_rate: 1e-3 }) })));
      const rates = history.map((point) => point.learning_rate);
      expect(rates[0]).toBeLessThan(5e-4);
      expect(Math.max(...rates)).toBeGreaterThan(9e-4);
      expect(rates.at(-1)).toBeLessThan(3e-4);
    }
  });

  it('when patience is over', async () => {
    const config = finetuneConfig({ epochs: 50, patience: 2 }, { learning_rate: 0, evaluations: 1 });
    const { history } = await freed(train(tuning({ config })));
    expect(history.filter((point) => point.dev)).toHaveLength(3);
    expect(history.at(-1)?.step).toBe(45);
  });

  it('the best weights on the dev split are the result, if asked for', async () => {
    const config = finetuneConfig({ epochs: 6 }, { learning_rate: 2e-2, keep: 'best', evaluations: 3 });
    const { model: best, history } = await train(tuning({ config }));
    const measured = history.flatMap((point) => (point.dev ? [point.dev.value] : []));
    expect(measured).toHaveLength(18);
    const { measures } = await evaluateModel(best, dataset, 'dev');
    expect(measures[0]).toMatchObject({ name: 'accuracy', value: Math.max(...measured) });
    disposeModel(best);
  });
});

describe('what training tells', () => {
  it('has about 150 points of history, tokens and steps rising', async () => {
    const { history, tokens, steps } = await freed(train(tuning({ config: finetuneConfig({ epochs: 14 }) })));
    expect(history.length).toBeGreaterThan(100);
    expect(history.length).toBeLessThan(200);
    expect(history.at(-1)).toMatchObject({ phase: 'finetune', step: steps, tokens, dev: { name: 'accuracy' } });
    history.slice(1).forEach((point, i) => expect(point.tokens).toBeGreaterThan(history[i].tokens));
  });

  it('is reported twice a second at most, with rate, time left and the last step', async () => {
    const reports: Progress[] = [];
    const began = performance.now();
    await freed(
      train(tuning({ config: finetuneConfig({ seconds: 1.6 }), onProgress: (now) => void reports.push(now) })),
    );
    expect(reports.length).toBeLessThanOrEqual(2 + (performance.now() - began) / 500);
    expect(reports.length).toBeGreaterThan(2);
    expect(reports.at(-1)).toMatchObject({ done: 1, seconds_left: 0 });
    for (const report of reports) expect(report.tokens_per_second).toBeGreaterThan(100);
    expect(reports[1].seconds_left).toBeGreaterThan(0.3);
  });

  it('lets the event loop run between steps', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    await freed(train(tuning({ config: finetuneConfig({ steps: 30 }) })));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });
});

describe('a checkpoint', () => {
  /** Stops a training after a few steps, with checkpoints after each. */
  async function stopped(request: Partial<TrainingRequest> = {}): Promise<TrainingRequest> {
    const controller = new AbortController();
    const hooks = { afterStep: (step: number) => (step === 6 ? controller.abort() : undefined) };
    const config = finetuneConfig({ steps: 12 }, { checkpoint_seconds: 0 });
    const interrupted = tuning({ work, config, hooks, signal: controller.signal, ...request });
    await expect(train(interrupted)).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
    return { ...interrupted, signal: undefined, hooks: undefined };
  }

  it.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['of other bytes', (bytes: Buffer) => bytes.fill(7, bytes.length - 40)],
    ['empty', (bytes: Buffer) => bytes.subarray(0, 0)],
  ])('that is %s is passed over for the one before it, with a warning', async (_, damage) => {
    const request = await stopped();
    const path = join(work, 'checkpoint.safetensors');
    await writeFile(path, damage(await readFile(path)));
    const warnings: string[] = [];
    let steps = 0;
    const hooks = { afterStep: () => void steps++ };
    const digested = await bits({ ...request, hooks, onWarning: (text) => warnings.push(text) });
    expect(steps).toBe(7);
    expect(warnings).toEqual([expect.stringContaining(path)]);
    expect(digested).toBe(await bits(tuning()));
  });

  it('of another training is passed over', async () => {
    const request = await stopped();
    const warnings: string[] = [];
    const other = { ...request, seed: 99, onWarning: (text: string) => warnings.push(text) };
    expect(await bits(other)).toBe(await bits(tuning({ seed: 99 })));
    expect(warnings[0]).toContain('belongs to a training with other data, config, seed or weights');
  });

  it('keeps the best weights and the patience so far', async () => {
    const config = finetuneConfig(
      { epochs: 2, patience: 5 },
      { learning_rate: 2e-2, keep: 'best', evaluations: 5, checkpoint_seconds: 0 },
    );
    const whole = await bits(tuning({ config }));
    expect(await bits(await stopped({ config }))).toBe(whole);
  });

  it('that cannot be written does not end the training, and leaves nothing half-written', async () => {
    const warnings: string[] = [];
    const config = finetuneConfig({ steps: 2 }, { checkpoint_seconds: 0 });
    await rm(work, { recursive: true });
    await writeFile(work, 'a file where the folder should be');
    await freed(train(tuning({ work, config, onWarning: (text) => warnings.push(text) })));
    expect(warnings.some((text) => text.startsWith('no checkpoint at step 1'))).toBe(true);
    await rm(work);
    work = await mkdtemp(join(tmpdir(), 'tlc-training-'));
    await freed(train(tuning({ work, config })));
    expect((await readdir(work)).sort()).toEqual(['checkpoint.previous.safetensors', 'checkpoint.safetensors']);
  });
});

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

  it('data of another vocabulary, or longer than the model', async () => {
    const other = { ...dataset, tokenizer: dataset.tokenizer.replace('"the"', '"THE"') };
    await refusal({ dataset: other }, 'TOKENIZER_MISMATCH', 'another vocabulary');
    const short = { ...model, config: { ...model.config, max_position_embeddings: 8 } };
    await refusal({ model: short }, 'CONFIG_WRONG_VALUE', 'positions for 8');
  });

  it('to go on when it was cancelled', async () => {
    const before = tf.memory().numTensors;
    await refusal({ signal: AbortSignal.abort() }, 'JOB_CANCELLED', 'cancelled');
    expect(tf.memory().numTensors).toBe(before);
  });
});
