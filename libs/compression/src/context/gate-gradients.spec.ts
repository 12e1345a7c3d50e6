import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { tf, valueAndGradients } from '#engine';
import { FAMILIES } from '#families';
import {
  type Head,
  type Model,
  createModel,
  disposeModel,
  headColumnsOf,
  layerParts,
  loss,
  neuronWeightsOf,
  weightsOf,
} from '#models';
import type { Batch } from '#text';
import { fixtures } from '../conformance/fixture.js';
import { createContext } from './create-context.js';
import { drawnAnswers } from './drawn-answers.js';
import { type GateGradients, gateGradients } from './gate-gradients.js';

const withFixture = fixtures();

/** The weights after attention and after the neurons of every layer. */
const columnsOf = ({ config }: Model) => [
  ...new Set(
    layerParts(config).flatMap((parts) => [
      headColumnsOf(parts, config),
      `${neuronWeightsOf(parts, config).down}.weight`,
    ]),
  ),
];

/** The same by the weights' gradients: dL/dξ_c = Σ_r W_rc dL/dW_rc. */
function byWeights(model: Model, names: readonly string[], batch: Batch): GateGradients {
  const variables = new Map(names.map((name) => [name, tf.variable(model.parameters.get(name)!.value)]));
  const own = weightsOf(model);
  const { gradients } = valueAndGradients(
    () => loss((name) => variables.get(name) ?? own(name), model, batch),
    variables,
  );
  const found = [...gradients].map(([name, gradient]) => {
    const sums = tf.tidy(() =>
      tf
        .sum(tf.mul(gradient, variables.get(name)!), 0)
        .dataSync<'float32'>()
        .slice(),
    );
    return [name, sums] as const;
  });
  tf.dispose([...gradients.values(), ...variables.values()]);
  return new Map(found);
}

/** Largest difference of any derivative, as a share of the largest. */
function furthest(found: GateGradients, expected: GateGradients): number {
  const all = (gradients: GateGradients) => [...gradients.values()].flatMap((values) => Array.from(values));
  const [one, other] = [all(found), all(expected)];
  const most = Math.max(...other.map(Math.abs));
  return Math.max(...other.map((value, i) => Math.abs(one[i] - value))) / most;
}

async function found(model: Model, batches: readonly Batch[], sentences: number): Promise<GateGradients[]> {
  const seen: GateGradients[] = [];
  await gateGradients(model, { weights: columnsOf(model), sentences }, batches, (own) => seen.push(new Map(own)));
  return seen;
}

describe('the derivatives by gates', () => {
  it('of each sentence are those of its own loss, by the gradients of weights', () =>
    withFixture(async ({ model, dataset }) => {
      const context = createContext({ seed: 1, dataset });
      const before = tf.memory().numTensors;
      const seen: GateGradients[] = [];
      const request = { weights: columnsOf(model), sentences: 5 };
      await context.gateGradients(model, request, (own) => seen.push(new Map(own)));
      expect(tf.memory().numTensors).toBe(before);
      expect(seen).toHaveLength(5);
      const alone = [...context.batches('train', 1)].slice(0, 5);
      alone.forEach((batch, i) =>
        expect(furthest(seen[i], byWeights(model, request.weights, batch))).toBeLessThan(1e-4),
      );
    }));

  it.each([
    ['bert', { kind: 'tokens', labels: ['a', 'b', 'c'] }, {}],
    ['bert', { kind: 'masked-lm' }, {}],
    ['electra', { kind: 'replaced-tokens' }, {}],
    ['albert', { kind: 'classification', labels: ['a', 'b'] }, {}],
    ['modernbert', { kind: 'classification', labels: ['a', 'b'] }, { reversible: true }],
  ] as [string, Head, object][])('of %s with %j %j are those of a batch of one sentence', async (id, head, others) => {
    const family = FAMILIES.find((one) => one.id === id)!;
    const sizes = { family: id, layers: 2, hidden_size: 8, heads: 2, ffn_size: 12, max_positions: 8, ...others };
    const config = family.newConfig(checkConfig(family.architecture, sizes), { size: 20, pad: 0 });
    const model = createModel(config, head, 1);
    const one = sentence([5, 6, 7], head, [0]);
    const two = sentence([8, 9, 10, 11, 12], head, [1, 3]);
    const seen = await found(model, [both(one, two)], 2);
    [one, two].forEach((batch, i) => {
      expect(furthest(seen[i], byWeights(model, columnsOf(model), batch))).toBeLessThan(1e-4);
    });
    disposeModel(model);
  });
});

it('answers drawn from what a model predicts come as often as it says', () =>
  withFixture(async ({ model, dataset }) => {
    const context = createContext({ seed: 1, dataset });
    const [batch] = context.batches('train', 1);
    const all = Array.from({ length: 400 }, () => batch);
    const drawn = [...drawnAnswers(model, all, context.random)].map(({ labels }) => labels![0]);
    const share = drawn.reduce((sum, label) => sum + label, 0) / drawn.length;
    const expected = Math.exp(-lossOf(model, { ...batch, labels: Int32Array.of(1) }));
    expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / drawn.length));
  }));

const lossOf = (model: Model, batch: Batch) => tf.tidy(() => loss(weightsOf(model), model, batch).dataSync()[0]);

/** A batch of one sentence. @param masked rows that are predicted in masked LM */
function sentence(ids: readonly number[], { kind }: Head, masked: readonly number[]): Batch {
  const length = ids.length;
  const alone = {
    ids: Int32Array.from(ids),
    positions: Int32Array.from(ids, (_, i) => i),
    types: new Int32Array(length),
    starts: Int32Array.of(0, length),
  };
  if (kind === 'masked-lm') {
    return { ...alone, masked: { rows: Int32Array.from(masked), labels: Int32Array.from(masked, (row) => 3 + row) } };
  }
  if (kind === 'tokens') return { ...alone, labels: Int32Array.from(ids, (id, i) => (i === 1 ? -100 : id % 3)) };
  if (kind === 'replaced-tokens') return { ...alone, labels: Int32Array.from(ids, (id) => id % 2) };
  return { ...alone, labels: Int32Array.of(length % 2) };
}

/** Two sentences in one batch. */
function both(one: Batch, two: Batch): Batch {
  const rows = one.ids.length;
  const joined = (a?: ArrayLike<number>, b?: ArrayLike<number>) =>
    Int32Array.from([...Array.from(a ?? []), ...Array.from(b ?? [])]);
  return {
    ids: joined(one.ids, two.ids),
    positions: joined(one.positions, two.positions),
    types: joined(one.types, two.types),
    starts: Int32Array.of(0, rows, rows + two.ids.length),
    ...(one.labels && { labels: joined(one.labels, two.labels) }),
    ...(one.masked && {
      masked: {
        rows: joined(
          one.masked.rows,
          two.masked!.rows.map((row) => rows + row),
        ),
        labels: joined(one.masked.labels, two.masked!.labels),
      },
    }),
  };
}
