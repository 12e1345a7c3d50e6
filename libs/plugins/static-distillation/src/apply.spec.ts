import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures, softLoss } from '#compression';
import { checkConfig } from '#contracts';
import { type Tensor2D, tf } from '#engine';
import { type Model, disposeModel, encode, logits, modelShape, weightFileBytes, weightsOf, withHead } from '#models';
import { type Dataset, batchOf, fileOrder, specialIds } from '#text';
import { StaticDistillationConfig } from './config.js';
import plugin from './index.js';
import { tokenVectors } from './token-vectors.js';

const withFixture = fixtures();

const made = async (model: Model, plain: object, dataset?: Dataset) => {
  const context = createContext({ seed: 1, ...(dataset && { dataset }) });
  return (await compressModel(plugin, model, checkConfig(StaticDistillationConfig, plain), context)).model;
};

/** How far a student's answers on the train split are from the model's. */
const distance = (student: Model, model: Model, { splits: { train } }: Dataset) =>
  tf.tidy(() => {
    const batch = batchOf(train!, fileOrder(train!));
    const [own, taught] = [student, model].map((one) => logits(weightsOf(one), one, batch));
    return softLoss(own as Tensor2D, taught as Tensor2D, 2).dataSync()[0];
  });

const quiet = { signal: new AbortController().signal, progress: () => undefined };

describe('the vector of a token', () => {
  it('is the mean of the hidden states of the text that it is alone', () =>
    withFixture(async ({ model }) => {
      const { cls, sep } = specialIds(model.tokenizer!);
      const vectors = await tokenVectors(model, { cls: cls!, sep: sep! }, quiet, 1);
      tf.tidy(() => {
        for (const token of [0, 7, 299]) {
          const ids = Int32Array.of(cls!, token, sep!);
          const starts = Int32Array.of(0, 3);
          const batch = { ids, positions: Int32Array.of(0, 1, 2), types: new Int32Array(3), starts };
          const wanted = tf.mean(encode(weightsOf(model), model, batch), 0).dataSync();
          const own = tf.slice(vectors, [token, 0], [1, -1]).dataSync();
          wanted.forEach((value, i) => expect(own[i]).toBeCloseTo(value, 5));
        }
      });
      vectors.dispose();
    }));
});

describe('static-distillation', () => {
  it('makes a table that answers nearer to the model the longer it learns, in fewer bytes', () =>
    withFixture(async ({ model, dataset }) => {
      const before = tf.memory().numTensors;
      const learning = { learning_rate: 1e-2, dropout: 0 };
      const config = (steps: number) => ({ width: 16, share: 1, finetune: { ...learning, stop: { steps } } });
      const [early, late] = [await made(model, config(1), dataset), await made(model, config(40), dataset)];
      expect(distance(late, model, dataset)).toBeLessThan(0.5 * distance(early, model, dataset));
      expect(late.head).toEqual(model.head);
      expect(weightFileBytes(modelShape(late))).toBeLessThan(0.5 * weightFileBytes(modelShape(model)));
      [early, late].forEach(disposeModel);
      expect(tf.memory().numTensors).toBe(before);
    }));

  it('makes vectors of a model of embeddings without data, alike where the model’s are alike', () =>
    withFixture(async ({ model }) => {
      const head = { kind: 'embeddings', pooling: ['first'], normalize: true } as const;
      const start = withHead(model, head, 1);
      const after = await made(start, { width: 48, weighting: 'none' });
      expect(after.head).toEqual({ ...head, pooling: ['mean'] });
      // All components are left: distances of tokens are those of the model's vectors
      const { cls, sep } = specialIds(model.tokenizer!);
      const vectors = await tokenVectors(model, { cls: cls!, sep: sep! }, quiet, 1);
      const [table] = [...after.parameters.values()].map(({ value }) => value as Tensor2D);
      const apart = (x: Tensor2D, i: number, j: number) =>
        tf.tidy(() => tf.norm(tf.sub(tf.slice(x, [i, 0], [1, -1]), tf.slice(x, [j, 0], [1, -1]))).dataSync()[0]);
      for (const [i, j] of [
        [5, 6],
        [20, 250],
      ])
        expect(apart(table, i, j) / apart(vectors, i, j)).toBeCloseTo(1, 4);
      expect(tf.tidy(() => tf.norm(tf.slice(table, [cls!, 0], [1, -1])).dataSync()[0])).toBe(0);
      vectors.dispose();
      [start, after].forEach(disposeModel);
      // By the data's frequencies there has to be data
      const weighed = withHead(model, head, 1);
      await expect(made(weighed, { width: 48 })).rejects.toMatchObject({ code: 'PIPELINE_MISSING_INPUT' });
      disposeModel(weighed);
    }));

  it.each([
    ['a head for masked words', 'masked-lm', {}, 'no head for masked-lm'],
    ['a head that nothing trains', undefined, {}, 'give the config finetune'],
  ])('refuses %s', (_, kind, plain, words) =>
    withFixture(async ({ model, dataset }) => {
      const start = kind ? withHead(model, { kind } as never, 1) : model;
      await expect(made(start, plain, dataset)).rejects.toMatchObject({
        code: 'PLUGIN_REFUSED',
        message: expect.stringContaining(words),
      });
      if (start !== model) disposeModel(start);
    }),
  );

  it('refuses a table, and a model whose tokenizer is not known', () =>
    withFixture(async ({ model, dataset }) => {
      const finetune = { stop: { steps: 1 } };
      const table = await made(model, { width: 16, finetune }, dataset);
      await expect(made(table, { width: 8, finetune }, dataset)).rejects.toMatchObject({ code: 'PLUGIN_REFUSED' });
      await expect(made({ ...model, tokenizer: undefined }, { finetune }, dataset)).rejects.toMatchObject({
        code: 'PLUGIN_REFUSED',
      });
      disposeModel(table);
    }));
});
