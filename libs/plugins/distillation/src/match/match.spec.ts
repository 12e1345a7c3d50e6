import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { random, tf } from '#engine';
import { FAMILIES } from '#families';
import { type Model, createModel, disposeModel, encode, watchStates, weightsOf, withHead } from '#models';
import { type Dataset, type Split, batchOf, fileOrder } from '#text';
import { DistillationConfig } from '../config.js';
import plugin from '../index.js';
import { MatchConfig } from './config.js';
import { matchingOf } from './matching-of.js';

const withFixture = fixtures();

/** How far the states of a student are from those of its teacher on the train split. */
function distance(match: MatchConfig, student: Model, teacher: Model, { splits: { train } }: Dataset): number {
  return tf.tidy(() => {
    const matching = matchingOf(match, student, teacher, random(1));
    const batch = batchOf(train!, fileOrder(train!));
    const [own, wanted] = [watchStates(matching.student), watchStates(matching.teacher)];
    encode(weightsOf(student), student, batch, own.options);
    encode(weightsOf(teacher), teacher, batch, wanted.options);
    const [value] = matching.loss(own.states, wanted.states, batch).dataSync();
    own.dispose();
    wanted.dispose();
    tf.dispose([...(matching.trained?.values() ?? [])]);
    return value;
  });
}

const without = (split: Split): Split => ({ ...split, labels: undefined });

/** The same data without labels, as text. */
const asText = ({ labels: _, task: _task, ...dataset }: Dataset): Dataset => ({
  ...dataset,
  objective: 'language-modelling',
  splits: { train: without(dataset.splits.train!), dev: without(dataset.splits.dev!) },
});

async function distilled(model: Model, teacher: Model, dataset: Dataset, match: object, steps: number) {
  const finetune = { learning_rate: 3e-3, dropout: 0, weight_decay: 0, stop: { steps } };
  const config = checkConfig(DistillationConfig, { match, share: 1, finetune });
  return (await compressModel(plugin, model, config, createContext({ seed: 1, dataset, teacher }))).model;
}

const narrowed = (model: Model, sizes: object, seed = 3) =>
  createModel({ ...model.config, ...sizes }, model.head, seed, model.tokenizer);

describe.each([
  ['patient', {}, {}],
  ['patient', { tokens: 'all', map: 'last' }, {}],
  ['tinybert', {}, {}],
  ['minilm', {}, { hidden_size: 24, intermediate_size: 48, num_attention_heads: 2 }],
  ['minilm', { relations: ['query-query', 'key-key', 'value-value'], relation_heads: 6 }, { num_hidden_layers: 1 }],
])('by %s %j', (by, keys, sizes) => {
  it('a student comes near its teacher on text without labels', () =>
    withFixture(async ({ model: teacher, dataset }) => {
      const student = narrowed(teacher, sizes);
      const match = { by, share: 1, ...keys };
      const before = tf.memory().numTensors;
      const after = await distilled(student, teacher, asText(dataset), match, 12);
      expect(tf.memory().numTensors).toBe(before + after.parameters.size);
      const own = checkConfig(MatchConfig, match);
      const [far, near] = [student, after].map((one) => distance(own, one, teacher, dataset));
      expect(near).toBeLessThan(0.7 * far);
      expect(after.head).toEqual(teacher.head);
      disposeModel(student);
      disposeModel(after);
    }));

  it('a model has its own states', () =>
    withFixture(async ({ model, dataset }) => {
      expect(distance(checkConfig(MatchConfig, { by, ...keys }), model, model, dataset)).toBeLessThan(1e-6);
    }));
});

it('an encoder without a head learns from states alone, and has none afterwards', () =>
  withFixture(async ({ model: teacher, dataset }) => {
    const bare = withHead(teacher, { kind: 'none' }, 1);
    const after = await distilled(bare, teacher, asText(dataset), { by: 'minilm', share: 1 }, 2);
    expect(after.head).toEqual({ kind: 'none' });
    disposeModel(bare);
    disposeModel(after);
  }));

it('a classifier learns from answers alone on text without labels', () =>
  withFixture(async ({ model: teacher, dataset }) => {
    const config = checkConfig(DistillationConfig, { share: 1, finetune: { stop: { steps: 2 } } });
    const student = narrowed(teacher, {});
    const context = createContext({ seed: 1, dataset: asText(dataset), teacher });
    const { model } = await compressModel(plugin, student, config, context);
    expect(model.head).toEqual(teacher.head);
    const wanting = checkConfig(DistillationConfig, { share: 1, finetune: { stop: { steps: 2, patience: 1 } } });
    await expect(compressModel(plugin, student, wanting, context)).rejects.toMatchObject({ code: 'DATA_NO_LABELS' });
    disposeModel(student);
    disposeModel(model);
  }));

it('of several batches of an update each counts by its share', () =>
  withFixture(async ({ model: teacher, dataset }) => {
    const student = narrowed(teacher, {});
    const updated = async (size: object) => {
      const finetune = {
        optimizer: 'sgd',
        learning_rate: 1e-2,
        dropout: 0,
        weight_decay: 0,
        stop: { steps: 1 },
        ...size,
      };
      const plain = { match: { by: 'minilm', share: 0.5 }, finetune };
      const context = createContext({ seed: 1, dataset, teacher });
      return (await compressModel(plugin, student, checkConfig(DistillationConfig, plain), context)).model;
    };
    const [whole, parts] = [
      await updated({ batch_sentences: 32 }),
      await updated({ batch_sentences: 8, accumulate: 4 }),
    ];
    for (const [name, { value }] of whole.parameters) {
      const other = parts.parameters.get(name)!.value;
      expect(tf.tidy(() => tf.max(tf.abs(tf.sub(value, other))).dataSync()[0])).toBeLessThan(1e-5);
    }
    [student, whole, parts].forEach(disposeModel);
  }));

describe.each(FAMILIES.filter(({ heads, isStatic }) => heads.classification && !isStatic))(
  'a model of the family $id',
  (family) => {
    it.each(['patient', 'tinybert', 'minilm'])('has states that %s compares', (by) =>
      withFixture(async ({ model: { head, tokenizer }, dataset }) => {
        const sizes = { family: family.id, layers: 2, hidden_size: 24, heads: 3, ffn_size: 32, max_positions: 64 };
        const architecture = checkConfig(family.architecture, sizes);
        const config = family.newConfig(architecture, { size: dataset.vocabSize, pad: dataset.special.pad });
        const [student, teacher] = [1, 2].map((seed) => createModel(config, head, seed, tokenizer));
        const after = await distilled(student, teacher, asText(dataset), { by, share: 1 }, 3);
        const match = checkConfig(MatchConfig, { by });
        expect(distance(match, after, teacher, dataset)).toBeLessThan(distance(match, student, teacher, dataset));
        [student, teacher, after].forEach(disposeModel);
      }),
    );
  },
);
