import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PretrainConfig, Progress, StackingConfig } from '#contracts';
import { tf, type Tensor } from '#engine';
import { createModel, disposeModel, type Model, modelShape, newConfig, parameterCount, stacked } from '#models';
import { withOwnClock } from '../fixtures/own-clock.js';
import { bits, digest, freed, pretrainConfig, tinyDataset } from '../fixtures/tiny-training.js';
import { computedObjective } from '../objectives/registry.js';
import { prepare } from '../prepare.js';
import { startingState } from '../state.js';
import { train } from '../train.js';
import type { TrainingRequest } from '../training.js';
import { nextStage, stageOf } from './stage.js';

const dataset = await tinyDataset();
const newModel = (family: string, layers: number): Model => {
  const shape = { family, layers, hidden_size: 16, heads: 2, max_positions: 24, dropout: 0.1 };
  const config = newConfig({ ...shape, problem: () => undefined }, { size: dataset.vocabSize, pad: 0 });
  return createModel(config, { kind: 'none' }, 1, dataset.tokenizer);
};
const [bert, electra] = [newModel('bert', 4), newModel('electra', 4)];
afterAll(() => [bert, electra].forEach(disposeModel));

const stacking = { layers: [1, 2], shares: [0.25, 0.25] } as StackingConfig;
const requestOf =
  (model: Model, objective: string) =>
  (config: Partial<PretrainConfig> = {}, more: Partial<TrainingRequest> = {}): TrainingRequest => ({
    model,
    dataset,
    objective,
    config: pretrainConfig({ steps: 12 }, { stacking, average: 0.9, noise_scale: false, ...config }),
    seed: 7,
    ...more,
  });
const masked = requestOf(bert, 'masked-lm');

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'tlc-stacking-'));
});
afterEach(() => rm(work, { recursive: true, force: true }));

describe.each([
  ['masked LM', masked],
  ['replaced tokens, generator and all', requestOf(electra, 'replaced-tokens')],
])('stacking with %s', (_, request) => {
  it('gives the same bits for the same seed, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const once = await bits(request());
    expect(await bits(request())).toBe(once);
    expect(await bits(request({ stacking: undefined }))).not.toBe(once);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same bits when it is stopped within a stage or where one ends, and goes on', async () => {
    const whole = await bits(request());
    const config = { checkpoint_seconds: 0 };
    // Stages end after updates 3 and 6
    for (const stopAt of [2, 3, 6, 7]) {
      const own = join(work, String(stopAt));
      const stop = new AbortController();
      const hooks = { afterStep: (step: number) => (step === stopAt ? stop.abort() : undefined) };
      const stopped = train(request(config, { work: own, hooks, signal: stop.signal }));
      await expect(stopped).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
      let steps = 0;
      const rest = request(config, { work: own, hooks: { afterStep: () => void steps++ } });
      expect(await bits(rest)).toBe(whole);
      expect([stopAt, steps]).toEqual([stopAt, 12 - stopAt]);
    }
  });
});

describe('a training with stacking', () => {
  it('that moves no weight ends with the first layers, stacked', async () => {
    const { model } = await train(masked({ learning_rate: 0, average: 0 }));
    const { config, seed } = prepare(masked()).request;
    const [{ config: one }, { config: two }, { config: four }] = prepare(masked()).stages;
    const parts = [model, stacked(model, one, seed)];
    parts.push(stacked(parts[1], two, seed));
    parts.push(stacked(parts[2], four, seed));
    expect(config.stacking).toBe(stacking);
    expect(digest(parts[3])).toBe(digest(model));
    const word = 'bert.embeddings.word_embeddings.weight';
    expect(model.parameters.get(word)!.value.dataSync()).toEqual(bert.parameters.get(word)!.value.dataSync());
    parts.forEach(disposeModel);
  });

  it('has the whole depth at last, and learns', async () => {
    const config = { stop: { steps: 60 }, learning_rate: 5e-3, average: 0 } as Partial<PretrainConfig>;
    const { model, history } = await train(masked(config));
    expect(parameterCount(modelShape(model))).toBeGreaterThan(parameterCount(modelShape(bert)));
    expect(model.config).toMatchObject({ num_hidden_layers: 4 });
    const of = (layer: number) => model.parameters.get(`bert.encoder.layer.${layer}.output.dense.weight`)!.value;
    expect(of(0).dataSync()).not.toEqual(of(1).dataSync());
    expect(history.at(-1)!.loss).toBeLessThan(history[0].loss - 0.25);
    disposeModel(model);
  });

  it('ends its stages by the clock, too', async () => {
    const seen: Progress[] = [];
    const config = { stop: { seconds: 3 } } as Partial<PretrainConfig>;
    const request = masked(config, { onProgress: (progress) => void seen.push(progress) });
    const { steps, seconds } = await withOwnClock(10, () => freed(request));
    expect(steps).toBeGreaterThan(12);
    expect(seconds).toBeGreaterThanOrEqual(3);
    expect(seconds).toBeLessThan(3.5);
    for (const { seconds_left: left } of seen) expect(left).toBeLessThanOrEqual(3);
  });

  it('stacks the generator of replaced tokens with the model', async () => {
    const own = requestOf(electra, 'replaced-tokens')();
    const plan = { ...prepare(own), computed: await computedObjective('replaced-tokens') };
    const [whole, state] = [plan.request.model, startingState()];
    const headed = createModel(whole.config, { kind: 'replaced-tokens' }, 1);
    const first = stageOf(plan, headed, 0);
    const name = (layer: number) => `electra.encoder.layer.${layer}.output.dense.weight`;
    const ofGenerator = (stage: typeof first, layer: number): Tensor => stage.hooks.state!.trained!.get(name(layer))!;
    first.hooks.state!.trained!.get(name(0))!.assign(tf.mul(ofGenerator(first, 0), 3));
    const wanted = ofGenerator(first, 0).dataSync().slice();
    const second = nextStage(plan, first, state);
    for (const layer of [0, 1]) expect(ofGenerator(second, layer).dataSync()).toEqual(wanted);
    expect(second.average.variables.get(`method.${name(1)}`)!.dataSync()).toEqual(wanted);
    expect(state.stage).toEqual({ index: 1, since: 0 });
    second.dispose();
    disposeModel(headed);
  });

  it('waits for patience with the whole model', async () => {
    const config = { learning_rate: 0, stop: { steps: 40, patience: 1 }, average: 0 } as Partial<PretrainConfig>;
    const { steps, model } = await train(masked({ ...config, batch_tokens: 2000 }));
    expect(model.config).toMatchObject({ num_hidden_layers: 4 });
    expect(steps).toBeGreaterThanOrEqual(20);
    expect(steps).toBeLessThan(40);
    disposeModel(model);
  });

  it.each([
    [{ stacking: { layers: [3] } }, 'stacking.layers: the model has 4 layers'],
    [{ stacking: { layers: [4] } }, 'stacking.layers: the model has 4 layers'],
    [{ freeze: ['bert.embeddings.*'] }, 'freeze: '],
  ])('is refused with %j', async (config, message) => {
    await expect(train(masked(config as never))).rejects.toMatchObject({
      code: 'CONFIG_WRONG_VALUE',
      message: expect.stringContaining(message),
    });
  });
});
