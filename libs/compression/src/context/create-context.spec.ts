import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MethodFinetuneConfig, type Progress, checkConfig } from '#contracts';
import { type Scalar, type Tensor, tf } from '#engine';
import { type Model, disposeModel, mapParameters, projectToGrid, quantizeParameter, specOf } from '#models';
import { evaluateModel } from '#evaluation';
import type { TrainingPass } from '#training';
import { fixtures } from '../conformance/fixture.js';
import { createContext } from './create-context.js';

const withFixture = fixtures();
const WEIGHT = 'bert.encoder.layer.0.output.dense.weight';

const training = (steps: number, learning_rate?: number) =>
  checkConfig(MethodFinetuneConfig, { stop: { steps }, learning_rate });

const valuesOf = (model: Model, name = WEIGHT) => Array.from(model.parameters.get(name)!.value.dataSync());

describe('train', () => {
  it('keeps zeros and grids that the model carries, and trains all the same', () =>
    withFixture(async ({ model, dataset }) => {
      const carried = mapParameters(model, (parameter) => {
        if (parameter.name === WEIGHT) {
          const value = tf.tidy(() => parameter.value.mul(parameter.value.abs().greater(0.02)));
          return { ...parameter, value, encoding: { sparse: true } };
        }
        if (parameter.role !== 'linear') return parameter;
        return quantizeParameter(parameter, { bits: 4, granularity: 'channel', symmetric: true });
      });
      const tuned = await createContext({ seed: 1, dataset }).train({
        model: carried,
        training: training(5, 0.01),
      });
      const [before, after] = [valuesOf(carried), valuesOf(tuned)];
      expect(after.map((value) => value === 0)).toEqual(before.map((value) => value === 0));
      expect(after).not.toEqual(before);
      let moved = 0;
      for (const parameter of tuned.parameters.values()) {
        const was = carried.parameters.get(parameter.name)!;
        expect(specOf(parameter.encoding ?? {})).toEqual(specOf(was.encoding ?? {}));
        const grid = parameter.encoding?.grid;
        if (!grid) continue;
        const shape = parameter.value.shape;
        expect(projectToGrid(parameter.value.dataSync<'float32'>(), shape, grid)).toEqual(parameter.value.dataSync());
        if (String(parameter.value.dataSync()) !== String(was.value.dataSync())) moved++;
      }
      expect(moved).toBeGreaterThan(0);
      [carried, tuned].forEach(disposeModel);
    }));

  it('computes in training what the model computes in the end', () =>
    withFixture(async ({ model, dataset }) => {
      const quantized = mapParameters(model, (parameter) =>
        parameter.role === 'linear'
          ? quantizeParameter(parameter, { bits: 2, granularity: 'channel', symmetric: false })
          : parameter,
      );
      const context = createContext({ seed: 1, dataset });
      const tuned = await context.train({ model: quantized, training: training(5, 0.003) });
      const measured = await evaluateModel(tuned, dataset, 'dev');
      expect(context.history.at(-1)!.dev!.value).toBe(measured.measures[0].value);
      expect(measured.loss).not.toBe((await evaluateModel(quantized, dataset, 'dev')).loss);
      [quantized, tuned].forEach(disposeModel);
    }));

  it('gives the same bits when a job is done again, its curve going on from one training to the next', () =>
    withFixture(async ({ model, dataset }) => {
      const work = await mkdtemp(join(tmpdir(), 'tlc-context-'));
      const runs = [];
      for (let attempt = 0; attempt < 2; attempt++) {
        const context = createContext({ seed: 1, dataset, work });
        const first = await context.train({ model, training: training(2) });
        const second = await context.train({ model: first, training: training(3) });
        runs.push({ weights: valuesOf(second), steps: context.history.map(({ step }) => step) });
        [first, second].forEach(disposeModel);
      }
      expect(runs[1]).toEqual(runs[0]);
      expect(runs[0].steps).toEqual([1, 2, 3, 4, 5]);
      await rm(work, { recursive: true });
    }));

  it('tells how far the whole job is, and what it does', () =>
    withFixture(async ({ model, dataset }) => {
      const seen: Progress[] = [];
      const context = createContext({ seed: 1, dataset, onProgress: (progress) => seen.push(progress) });
      disposeModel(await context.train({ model, training: training(2), phase: 'sparsity 40 %', within: [0.25, 0.5] }));
      expect(seen.at(-1)).toMatchObject({ done: 0.5, phase: 'sparsity 40 %', step: 2 });
    }));

  it('passes gradients through a plugin’s own map of the weights', () =>
    withFixture(async ({ model, dataset }) => {
      const context = createContext({ seed: 1, dataset });
      const reparametrize = (name: string, weight: Tensor) => (name === WEIGHT ? tf.mul(weight, 0) : weight);
      const tuned = await context.train({ model, training: training(2), reparametrize });
      expect(valuesOf(tuned, WEIGHT.replace('weight', 'bias'))).not.toEqual(
        valuesOf(model, WEIGHT.replace('weight', 'bias')),
      );
      disposeModel(tuned);
    }));

  it('minimises what a method makes of its logits and the teacher’s, which agree where teacher and model are the same', () =>
    withFixture(async ({ model, dataset }) => {
      const context = createContext({ seed: 1, dataset, teacher: model });
      const config = { stop: { steps: 2 }, dropout: 0, weight_decay: 0, learning_rate: 0.1 };
      const distance = ({ logits, teacher }: TrainingPass) =>
        tf.mean<Scalar>(tf.squaredDifference(logits(), teacher()));
      const tuned = await context.train({
        model,
        training: checkConfig(MethodFinetuneConfig, config),
        teacher: context.teacher,
        loss: distance,
      });
      expect(context.history.at(-1)!.loss).toBe(0);
      expect(valuesOf(tuned)).toEqual(valuesOf(model));
      disposeModel(tuned);
    }));

  it('trains a method’s own tensors with the weights', () =>
    withFixture(async ({ model, dataset }) => {
      const scale = tf.tidy(() => tf.variable(tf.scalar(1)));
      const tuned = await createContext({ seed: 1, dataset }).train({
        model,
        training: training(3, 0.01),
        reparametrize: (name, weight) => (name === WEIGHT ? tf.mul(weight, scale) : weight),
        state: { trained: new Map([['scale', scale]]) },
      });
      expect(scale.dataSync()[0]).not.toBe(1);
      expect([...tuned.parameters.keys()]).toEqual([...model.parameters.keys()]);
      tf.dispose(scale);
      disposeModel(tuned);
    }));
});

describe('createContext', () => {
  it('shows the input of every linear layer of the encoder, for so many batches', () =>
    withFixture(async ({ model, dataset }) => {
      const widths = new Map<string, number[]>();
      const before = tf.memory().numTensors;
      await createContext({ seed: 1, dataset }).observe(model, 2, {
        inputs: (layer, input) => void widths.set(layer, [...(widths.get(layer) ?? []), input.shape[1]!]),
      });
      expect(widths.size).toBe(2 * 6);
      expect(widths.get('bert.encoder.layer.1.output.dense')).toEqual([96, 96]);
      expect(widths.get('bert.encoder.layer.0.attention.self.query')).toEqual([48, 48]);
      expect(tf.memory().numTensors).toBe(before);
    }));

  it('shows the outputs of every linear layer, before any activation', () =>
    withFixture(async ({ model, dataset }) => {
      const name = 'bert.encoder.layer.1.intermediate.dense';
      const seen: Tensor[] = [];
      await createContext({ seed: 1, dataset }).observe(model, 1, {
        inputs: (layer, inputs) => void (layer === name && seen.push(tf.keep(tf.clone(inputs)))),
        outputs: (layer, outputs) => void (layer === name && seen.push(tf.keep(tf.clone(outputs)))),
      });
      const [inputs, outputs] = seen;
      const [weight, bias] = ['weight', 'bias'].map((part) => model.parameters.get(`${name}.${part}`)!.value);
      const off = tf.tidy(() => {
        const expected = tf.add(tf.matMul(inputs, weight, false, true), bias);
        return tf.max(tf.abs(tf.sub(expected, outputs))).dataSync()[0];
      });
      expect(off).toBeLessThan(1e-5);
      tf.dispose(seen);
    }));

  it('gives batches in an order that the seed decides, those of dev in the order of the file', () =>
    withFixture(async ({ dataset }) => {
      const idsOf = (seed: number, split: 'train' | 'dev') =>
        [...createContext({ seed, dataset }).batches(split, 24)].map(({ ids }) => Array.from(ids));
      expect(idsOf(1, 'train')).toHaveLength(3);
      expect(idsOf(1, 'train')).toEqual(idsOf(1, 'train'));
      expect(idsOf(2, 'train')).not.toEqual(idsOf(1, 'train'));
      expect(idsOf(1, 'dev').flat()).toEqual(Array.from(dataset.splits.dev!.ids.slice(0, Infinity)));
    }));

  it('says that data is missing', () =>
    withFixture(async ({ model, dataset }) => {
      const without = createContext({ seed: 1 });
      expect(without.hasData).toBe(false);
      await expect(without.train({ model, training: training(1) })).rejects.toMatchObject({
        code: 'PIPELINE_MISSING_INPUT',
      });
      const trainOnly = createContext({ seed: 1, dataset: { ...dataset, splits: { train: dataset.splits.train } } });
      expect(() => [...trainOnly.batches('dev', 1)]).toThrow('the data set has no dev split; it has train');
    }));
});
