import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type OptimizerId, OPTIMIZERS, optimizerFloats } from '#costs';
import { tf, type Tensor, type Variable } from '../backend.js';
import { kernelSet } from '../kernels/addon.js';
import { createOptimizer } from './create-optimizer.js';

type Values = Readonly<Record<string, readonly number[]>>;
interface Case {
  readonly optimizer: OptimizerId;
  readonly options: Readonly<Record<string, unknown>>;
  readonly rate: number;
  readonly end: Values;
}
const { cases, start, shapes, gradients } = JSON.parse(
  readFileSync(new URL('reference/optimizers.json', import.meta.url), 'utf8'),
) as {
  readonly cases: readonly Case[];
  readonly start: Values;
  readonly shapes: Readonly<Record<string, number[]>>;
  readonly gradients: readonly Values[];
};

const tensors = (values: Values) =>
  new Map<string, Tensor>(Object.entries(values).map(([name, value]) => [name, tf.tensor([...value], shapes[name])]));
const variables = (names = Object.keys(shapes)) =>
  new Map<string, Variable>(names.map((name) => [name, tf.variable(tf.tensor([...start[name]], shapes[name]))]));
const valuesOf = (map: ReadonlyMap<string, Tensor>): Record<string, number[]> =>
  Object.fromEntries([...map].map(([name, x]) => [name, [...x.dataSync()]]));

describe(`the steps of PyTorch or Transformers (${kernelSet ?? 'plain'}):`, () => {
  it.each(cases.map((each) => [each.optimizer, JSON.stringify(each.options), each] as const))(
    '%s %s',
    (id, _, each) => {
      const parameters = variables(Object.keys(each.end));
      const decays = () => true;
      const optimizer = createOptimizer(id, parameters, { decays, ...each.options });
      for (const gradient of gradients) optimizer.step(tensors(gradient), each.rate);
      for (const [name, values] of Object.entries(valuesOf(parameters))) {
        values.forEach((value, i) => expect([name, i, value]).toEqual([name, i, expect.closeTo(each.end[name][i], 5)]));
      }
    },
  );
});

describe.each(OPTIMIZERS)('%s', (id) => {
  const options = { weightDecay: 0.1, clipNorm: 0.5, scaleParameter: true };

  it('goes on from its state to the same bits', () => {
    const whole = variables();
    const optimizer = createOptimizer(id, whole, options);
    gradients.slice(0, 3).forEach((gradient) => optimizer.step(tensors(gradient), 0.01));
    const state = optimizer.state();
    const kept = valuesOf(state);
    const resumed = new Map<string, Variable>(
      Object.entries(valuesOf(whole)).map(([name, values]) => [name, tf.variable(tf.tensor(values, shapes[name]))]),
    );
    gradients.slice(3).forEach((gradient) => optimizer.step(tensors(gradient), 0.01));
    expect(valuesOf(state)).toEqual(kept);
    const second = createOptimizer(id, resumed, options);
    second.restore(state);
    expect(second.stepCount).toBe(3);
    gradients.slice(3).forEach((gradient) => second.step(tensors(gradient), 0.01));
    expect(valuesOf(resumed)).toEqual(valuesOf(whole));
  });

  it('lets elements begin anew: they move as if there had been no step before', () => {
    const [name] = Object.entries(shapes).find(([, shape]) => shape.length === 2)!;
    const parameters = variables();
    const optimizer = createOptimizer(id, parameters, options);
    gradients.slice(0, 2).forEach((gradient) => optimizer.step(tensors(gradient), 0.01));
    const before = tf.memory().numTensors;
    const [first, ...others] = valuesOf(parameters)[name];
    const kept = optimizer.state();
    const mask = tf.tensor(
      tensors(gradients[0])
        .get(name)!
        .dataSync()
        .map((_, i) => (i === 0 ? 0 : 1)),
      shapes[name],
    );
    optimizer.restart(name, mask);
    expect(first).not.toBe(0);
    expect(valuesOf(parameters)[name]).toEqual([0, ...others]);
    const state = optimizer.state();
    for (const [slot, tensor] of state) {
      const own = [...tensor.dataSync()];
      const was = [...kept.get(slot)!.dataSync()];
      const isOwn = slot.endsWith(`.${name}`) && tensor.shape.join() === shapes[name].join();
      expect([slot, own]).toEqual([slot, isOwn ? [0, ...was.slice(1)] : was]);
    }
    tf.dispose([...kept.values(), ...state.values(), mask]);
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before + gradients.length);
    expect(() => optimizer.restart('none', mask)).toThrow('there is no parameter none');
    optimizer.step(tensors(gradients[2]), 0.01);
    expect(valuesOf(parameters)[name].every(Number.isFinite)).toBe(true);
  });

  it('keeps as many floats as it says, and frees them', () => {
    const parameters = variables();
    const before = tf.memory().numTensors;
    const optimizer = createOptimizer(id, parameters, options);
    tf.tidy(() => optimizer.step(tensors(gradients[0]), 0.01));
    const state = optimizer.state();
    const floats = [...state.values()].reduce((sum, { size }) => sum + size, -1);
    const said = Object.values(shapes).reduce((sum, shape) => sum + optimizerFloats(id, shape), 0);
    expect(floats).toBe(said);
    tf.dispose([...state.values()]);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('moves nothing by a gradient that is not finite, and says the norm', () => {
    const parameters = variables();
    const optimizer = createOptimizer(id, parameters, options);
    const broken = tensors({ ...gradients[0], vector: [0, NaN, 0, 0, 0] });
    expect(optimizer.step(broken, 0.01).gradientNorm).toBeNaN();
    expect(valuesOf(parameters)).toEqual(valuesOf(variables()));
    expect(optimizer.stepCount).toBe(0);
  });

  it('moves a parameter by its own share of the learning rate', () => {
    const [one, half] = [variables(), variables()];
    const rateOf = (name: string) => (name === 'wide' ? 0.5 : 0);
    createOptimizer(id, one, options).step(tensors(gradients[0]), 0.01);
    createOptimizer(id, half, { ...options, rateOf }).step(tensors(gradients[0]), 0.02);
    const [a, b] = [valuesOf(one), valuesOf(half)];
    b.wide.forEach((value, i) => expect(value).toBeCloseTo(a.wide[i], 6));
    expect(b.tall).toEqual(valuesOf(variables()).tall);
  });

  it('refuses a learning rate below zero', () => {
    expect(() => createOptimizer(id, variables()).step(tensors(gradients[0]), -1e-3)).toThrow(
      expect.objectContaining({
        code: 'ENGINE_WRONG_SHAPE',
        message: expect.stringContaining('learningRate is -0.001'),
      }),
    );
  });
});
