import { describe, expect, it } from '@jest/globals';
import { type CompressionContext, compressModel, createContext, fixtures, softLoss } from '#compression';
import { checkConfig } from '#contracts';
import { type Tensor2D, tf } from '#engine';
import { type Model, disposeModel, logits, weightsOf } from '#models';
import { type Dataset, batchOf, fileOrder } from '#text';
import { DistillationConfig } from './config.js';
import plugin from './index.js';
import { spreadLayers } from './layers.js';

const withFixture = fixtures();

const distilled = async (model: Model, plain: object, context: CompressionContext) =>
  (await compressModel(plugin, model, checkConfig(DistillationConfig, plain), context)).model;

/** How far a student's answers on the train split are from a teacher's. */
const distance = (student: Model, teacher: Model, { splits: { train } }: Dataset) =>
  tf.tidy(() => {
    const batch = batchOf(train!, fileOrder(train!));
    const [own, taught] = [student, teacher].map((model) => logits(weightsOf(model), model, batch));
    return softLoss(own as Tensor2D, taught as Tensor2D, 2).dataSync()[0];
  });

describe('distillation', () => {
  it('brings the answers of a student of fewer layers near those of its teacher', () =>
    withFixture(async ({ model, dataset }) => {
      const context = () => createContext({ seed: 1, dataset, teacher: model });
      const learning = { learning_rate: 1e-3, dropout: 0 };
      const student = (steps: number) =>
        distilled(model, { layers: 1, share: 1, finetune: { ...learning, stop: { steps } } }, context());
      const [early, late] = [await student(1), await student(40)];
      expect(late.config).toEqual({ ...model.config, num_hidden_layers: 1 });
      expect(distance(late, model, dataset)).toBeLessThan(0.5 * distance(early, model, dataset));
      disposeModel(early);
      disposeModel(late);
    }));

  it('of a model from itself, with nothing but its answers, changes nothing but by rounding', () =>
    withFixture(async ({ model, dataset }) => {
      const finetune = { dropout: 0, weight_decay: 0, learning_rate: 1e-6, stop: { steps: 1 } };
      const after = await distilled(model, { share: 1, finetune }, createContext({ seed: 1, dataset, teacher: model }));
      expect(distance(after, model, dataset)).toBeLessThan(1e-6);
      expect([...after.parameters.keys()]).toEqual([...model.parameters.keys()]);
      disposeModel(after);
    }));

  it('reads a teacher’s classes by their names', () =>
    withFixture(async ({ model, dataset }) => {
      const turned = { ...model, head: { kind: 'classification', labels: ['1', '0'] } } as Model;
      const finetune = { dropout: 0, weight_decay: 0, learning_rate: 1e-3, stop: { steps: 40 } };
      const after = await distilled(
        model,
        { share: 1, finetune },
        createContext({ seed: 1, dataset, teacher: turned }),
      );
      const ofEach = (one: Model) => {
        const answers = tf.tidy(() => logits(weightsOf(one), one, batchOf(dataset.splits.dev!, [0, 1, 2, 3])));
        return Array.from({ length: 4 }, (_, i) => answers.dataSync()[2 * i + 1] - answers.dataSync()[2 * i]);
      };
      const [before, now] = [ofEach(model), ofEach(after)];
      // It learned to answer the other way round
      expect(now.map(Math.sign)).toEqual(before.map((value) => -Math.sign(value)));
      disposeModel(after);
    }));

  it('needs a teacher of the same vocabulary', () =>
    withFixture(async ({ model, dataset }) => {
      const config = { finetune: { stop: { steps: 1 } } };
      const swapped = { ...model, tokenizer: model.tokenizer!.replace('"!":5,"$":6', '"$":5,"!":6') };
      await expect(
        distilled(model, config, createContext({ seed: 1, dataset, teacher: swapped })),
      ).rejects.toMatchObject({ code: 'TOKENIZER_MISMATCH' });
    }));
});

describe('the layers of a student', () => {
  it('are spread as DistilBERT’s are', () => {
    expect(spreadLayers(12, 6)).toEqual([0, 2, 4, 7, 9, 11]);
    expect(spreadLayers(6, 1)).toEqual([0]);
    expect(spreadLayers(6, 2)).toEqual([0, 5]);
  });

  it('are fewer than those of its start', () => {
    expect(() => spreadLayers(6, 6)).toThrow(expect.objectContaining({ code: 'PLUGIN_REFUSED' }));
  });
});
