import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { architectureClass, FAMILIES, hasOwnLayers, newConfig, type ModelConfig } from '#families';
import type { Batch } from '#text';
import { createModel } from './create-model.js';
import { logits } from './forward.js';
import { disposeModel, type Model, type Parameter } from './model.js';
import { stacked } from './stacked.js';
import { weightsOf } from './weights.js';
import { withZeroOutputs } from './zero-outputs.js';

const batch: Batch = {
  ids: Int32Array.of(2, 7, 8, 9, 3, 2, 11, 3),
  positions: Int32Array.of(0, 1, 2, 3, 4, 0, 1, 2),
  types: new Int32Array(8),
  starts: Int32Array.of(0, 5, 8),
};

function configOf(family: string, layers: number, more: object = {}): ModelConfig {
  const shape = { family, layers, hidden_size: 16, heads: 2, max_positions: 16, ...more };
  return newConfig(checkConfig(architectureClass(shape), shape), { size: 30, pad: 0 });
}

const answers = (model: Model) => {
  const answer = logits(weightsOf(model), model, batch);
  const values = [...answer.dataSync()];
  answer.dispose();
  return values;
};

/** A model whose weights, biases and gains too, have all moved away from where they begin. */
function moved(config: ModelConfig, seed = 3): Model {
  const model = createModel(config, { kind: 'classification', labels: ['a', 'b'] }, seed);
  const parameters = [...model.parameters.values()].map(({ name, role, value }, i): Parameter => {
    const other = tf.tidy(() => tf.add(value, tf.randomNormal(value.shape, 0, 0.1, 'float32', i + 1)));
    value.dispose();
    return { name, role, value: other };
  });
  return { ...model, parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])) };
}

/** The number of the layer in a name, its first number between dots, as `change` makes it. */
const renumbered = (name: string, change: (layer: number) => number) =>
  name.replace(/\.(\d+)\./, (_, layer: string) => `.${change(Number(layer))}.`);

const SHAPES = FAMILIES.filter(({ decode, isStatic }) => !decode && !isStatic)
  .map(({ id }) => [id, {}] as const)
  .concat([
    ['modernbert', { reversible: true, global_every: 1 }],
    ['roberta-prelayernorm', { reversible: true }],
  ])
  .filter(([family, more]) => hasOwnLayers(configOf(family, 2, more)));

describe.each(SHAPES)('layers of %s %j, stacked', (family, more) => {
  it('compute what a model computes that is put together by hand', () => {
    const before = tf.memory().numTensors;
    const [shallow, config] = [moved(configOf(family, 2, more)), configOf(family, 6, more)];
    const deep = stacked(shallow, config, 5);
    const fresh = createModel(config, shallow.head, 5);
    const byHand = [...fresh.parameters.values()].map(({ name, role, value }): Parameter => {
      const source = shallow.parameters.get(renumbered(name, (layer) => layer % 2));
      return { name, role, value: (source?.value ?? value).clone() };
    });
    const expected = { ...fresh, parameters: new Map(byHand.map((parameter) => [parameter.name, parameter])) };
    expect([...deep.parameters.keys()]).toEqual([...expected.parameters.keys()]);
    expect(answers(deep)).toEqual(answers(expected));
    expect(answers(deep)).not.toEqual(answers(shallow));
    for (const model of [shallow, deep, fresh, expected]) disposeModel(model);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('are those of the shallow model again where the others are taken away', () => {
    const shallow = moved(configOf(family, 2, more));
    const deep = stacked(shallow, configOf(family, 4, more), 5);
    const again = stacked(deep, shallow.config, 5);
    expect(answers(again)).toEqual(answers(shallow));
    for (const model of [shallow, deep, again]) disposeModel(model);
  });
});

it('the families whose layers cannot be stacked are those that share them', () => {
  const shared = FAMILIES.filter(({ isStatic }) => !isStatic)
    .map(({ id }) => id)
    .filter((id) => !hasOwnLayers(configOf(id, 2)));
  expect(shared).toEqual(['albert', 'universal-transformer']);
});

describe.each(FAMILIES.filter(({ decode, isStatic }) => !decode && !isStatic).map(({ id }) => id))(
  'zero outputs of %s',
  (family) => {
    it('are two matrices of each layer', () => {
      const before = tf.memory().numTensors;
      const config = configOf(family, 2);
      const drawn = createModel(config, { kind: 'none' }, 1);
      const linear = [...drawn.parameters.values()].filter(({ role }) => role === 'linear').length;
      const model = withZeroOutputs(drawn);
      const zeros = [...model.parameters.values()].filter(
        ({ role, value }) => role === 'linear' && value.dataSync().every((number) => number === 0),
      );
      const layers = new Set([...model.parameters.keys()].flatMap((name) => /\.(\d+)\./.exec(name)?.[1] ?? [])).size;
      expect(zeros.length).toBe(2 * layers);
      expect(zeros.length).toBeLessThan(linear);
      disposeModel(model);
      expect(tf.memory().numTensors).toBe(before);
    });
  },
);

it('a pre-norm encoder of zero outputs is the norm of its embeddings, however deep', () => {
  const of = (layers: number) => {
    const model = withZeroOutputs(createModel(configOf('modernbert', layers), { kind: 'masked-lm' }, 1));
    const masked = { rows: Int32Array.of(1), labels: Int32Array.of(7) };
    const answer = logits(weightsOf(model), model, { ...batch, masked });
    const values = [...answer.dataSync()];
    answer.dispose();
    disposeModel(model);
    return values;
  };
  expect(of(6)).toEqual(of(1));
});
