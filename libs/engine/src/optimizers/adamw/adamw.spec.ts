import { describe, expect, it } from '@jest/globals';
import { AdamW, type AdamWOptions } from './adamw.js';
import { tf, type Tensor, type Variable } from '../../backend.js';
import { random } from '#random';

const SHAPES = { 'a.weight': [3, 5], 'a.bias': [5], 'b.weight': [5, 1] };
type Values = Record<string, number[]>;

const draws = (seed: number): Values => {
  const stream = random(seed);
  return Object.fromEntries(
    Object.entries(SHAPES).map(([name, shape]) => [
      name,
      [
        ...stream.normals(
          shape.reduce((a, b) => a * b),
          1,
        ),
      ],
    ]),
  );
};
const tensors = (values: Values) =>
  new Map(Object.entries(values).map(([name, x]) => [name, tf.tensor(x, SHAPES[name as keyof typeof SHAPES])]));
const variables = (values: Values) =>
  new Map<string, Variable>([...tensors(values)].map(([name, x]) => [name, tf.variable(x)]));
const valuesOf = (map: ReadonlyMap<string, Tensor>): Values =>
  Object.fromEntries([...map].map(([name, x]) => [name, [...x.dataSync()]]));

/** PyTorch's clip_grad_norm_ and AdamW in float64, as their documentation states them. */
function reference(
  start: Values,
  gradients: Values[],
  rate: number,
  o: Required<Omit<AdamWOptions, 'decays' | 'rateOf'>>,
): Values {
  const theta = structuredClone(start);
  const m: Values = {};
  const v: Values = {};
  gradients.forEach((gradient, step) => {
    const norm = Math.sqrt(
      Object.values(gradient)
        .flat()
        .reduce((sum, g) => sum + g * g, 0),
    );
    const clip = Math.min(1, o.clipNorm / (norm + 1e-6));
    for (const [name, values] of Object.entries(theta)) {
      m[name] ??= values.map(() => 0);
      v[name] ??= values.map(() => 0);
      values.forEach((value, i) => {
        const g = gradient[name][i] * clip;
        m[name][i] = o.beta1 * m[name][i] + (1 - o.beta1) * g;
        v[name][i] = o.beta2 * v[name][i] + (1 - o.beta2) * g * g;
        const mean = m[name][i] / (1 - o.beta1 ** (step + 1));
        const square = v[name][i] / (1 - o.beta2 ** (step + 1));
        const decayed = name.endsWith('weight') ? value * (1 - rate * o.weightDecay) : value;
        values[i] = decayed - (rate * mean) / (Math.sqrt(square) + o.epsilon);
      });
    }
  });
  return theta;
}

describe('AdamW', () => {
  for (const options of [
    { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clipNorm: Infinity },
    { beta1: 0.8, beta2: 0.98, epsilon: 1e-3, weightDecay: 0.3, clipNorm: 1 },
    { beta1: 0, beta2: 0.5, epsilon: 1e-6, weightDecay: 0, clipNorm: 100 },
  ]) {
    it(`takes PyTorch’s steps: ${JSON.stringify(options)}`, () => {
      const gradients = Array.from({ length: 20 }, (_, i) => draws(10 + i));
      const parameters = variables(draws(1));
      const optimizer = new AdamW(parameters, options);
      gradients.forEach((gradient) => optimizer.step(tensors(gradient), 0.01));
      const expected = reference(draws(1), gradients, 0.01, options);
      for (const [name, values] of Object.entries(valuesOf(parameters))) {
        values.forEach((value, i) => expect(value).toBeCloseTo(expected[name][i], 5));
      }
    });
  }

  it('has the values by hand of one step: the sign of the gradient times the rate, and the decay of matrices only', () => {
    const parameters = new Map<string, Variable>([
      ['matrix', tf.variable(tf.tensor2d([[2, 2]]))],
      ['vector', tf.variable(tf.tensor1d([2, 2]))],
    ]);
    const gradients = new Map<string, Tensor>([
      ['matrix', tf.tensor2d([[3, -0.5]])],
      ['vector', tf.tensor1d([3, -0.5])],
    ]);
    new AdamW(parameters, { epsilon: 0, weightDecay: 0.5 }).step(gradients, 0.1);
    const [matrix, vector] = [...parameters.values()].map((parameter) => [...parameter.dataSync()]);
    [1.8, 2].forEach((value, i) => expect(matrix[i]).toBeCloseTo(value, 6));
    [1.9, 2.1].forEach((value, i) => expect(vector[i]).toBeCloseTo(value, 6));
  });

  it('decays what `decays` says', () => {
    const parameters = variables(draws(1));
    const optimizer = new AdamW(parameters, { weightDecay: 1, decays: (name) => name === 'a.bias' });
    const zeros = new Map([...parameters].map(([name, x]) => [name, tf.zerosLike<Tensor>(x)]));
    optimizer.step(zeros, 0.5);
    const [before, after] = [draws(1), valuesOf(parameters)];
    expect(after['a.bias']).toEqual(before['a.bias'].map((x) => x / 2));
    expect(after['a.weight']).toEqual(before['a.weight']);
  });

  it('reports the norm of the gradients before clipping', () => {
    const parameters = new Map([['weight', tf.variable(tf.ones([2]))]]);
    const optimizer = new AdamW(parameters, { clipNorm: 0.1 });
    expect(optimizer.step(new Map([['weight', tf.tensor1d([3, 4])]]), 0.1).gradientNorm).toBe(5);
  });

  it('goes on from its state to the same bits', () => {
    const straight = variables(draws(1));
    const optimizer = new AdamW(straight, { clipNorm: 1 });
    for (let i = 0; i < 3; i++) optimizer.step(tensors(draws(i)), 0.01);
    const state = optimizer.state();
    const kept = valuesOf(state);
    const resumed = variables(valuesOf(straight));
    for (let i = 3; i < 6; i++) optimizer.step(tensors(draws(i)), 0.01);
    expect(valuesOf(state)).toEqual(kept);

    const second = new AdamW(resumed, { clipNorm: 1 });
    second.restore(state);
    tf.dispose([...state.values()]);
    expect(second.stepCount).toBe(3);
    for (let i = 3; i < 6; i++) second.step(tensors(draws(i)), 0.01);
    expect(valuesOf(resumed)).toEqual(valuesOf(straight));
  });

  it('refuses gradients and states that are missing or of another shape, before anything changes', () => {
    const parameters = variables(draws(1));
    const optimizer = new AdamW(parameters);
    const gradients = tensors(draws(2));
    gradients.set('b.weight', tf.zeros([1, 5]));
    expect(() => optimizer.step(gradients, 0.1)).toThrow('AdamW: b.weight is float32 [1, 5], expected float32 [5, 1]');
    gradients.delete('b.weight');
    expect(() => optimizer.step(gradients, 0.1)).toThrow('AdamW: there is no gradient of b.weight.');
    expect(valuesOf(parameters)).toEqual(draws(1));
    const state = optimizer.state();
    state.delete('exp_avg_sq.a.bias');
    expect(() => optimizer.restore(state)).toThrow('AdamW: the state has no exp_avg_sq.a.bias.');
    expect(() => new AdamW(parameters, { beta1: 1 })).toThrow('AdamW: beta1 is 1, expected a number from 0 below 1.');
  });

  it('frees its moments', () => {
    const parameters = variables(draws(1));
    const before = tf.memory().numTensors;
    const optimizer = new AdamW(parameters);
    tf.tidy(() => optimizer.step(tensors(draws(2)), 0.1));
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
