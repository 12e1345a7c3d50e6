import { describe, expect, it } from '@jest/globals';
import { random, type Tensor, tf, valueAndGradients } from '#engine';
import { type Model, loss, weightsOf } from '#models';
import { type Dataset, batchOf } from '#text';
import { fixtures } from '../conformance/fixture.js';
import { createContext } from './create-context.js';
import { curvatures, hessianTraces } from './hessian-traces.js';

const withFixture = fixtures();

describe('the curvature into a direction of -1 and 1', () => {
  it('is the trace itself, by one probe, where the Hessian is diagonal (Hutchinson 1990)', () => {
    const sizes = { one: [2, -1, 0.5, 4], other: [3, 7] };
    const numbers = random(2);
    const variables = new Map(
      Object.entries(sizes).map(([name, own]) => [name, tf.variable(tf.tensor1d(numbers.normals(own.length, 1)))]),
    );
    const before = Array.from(variables.get('one')!.dataSync());
    // ½ Σ d w²
    const quadratic = () =>
      Object.entries(sizes)
        .map(([name, own]): Tensor => tf.sum(tf.mul(tf.tensor1d(own), tf.square(variables.get(name)!))))
        .reduce((sum, part) => tf.add(sum, part))
        .mul(0.5);
    const tensors = tf.memory().numTensors;
    const gradients = () => valueAndGradients(quadratic as never, variables).gradients;
    const found = curvatures(variables, gradients, numbers);
    expect(found.get('one')! / 5.5).toBeCloseTo(1, 3);
    expect(found.get('other')! / 10).toBeCloseTo(1, 3);
    expect(Array.from(variables.get('one')!.dataSync())).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
    for (const variable of variables.values()) variable.dispose();
  });
});

/** The trace of a weight's block by a difference of gradients for each of its values. */
function traceByColumns(model: Model, name: string, batch: Parameters<typeof loss>[2]): number {
  const variable = tf.variable(model.parameters.get(name)!.value);
  const start = Float32Array.from(variable.dataSync<'float32'>());
  const variables = new Map([[name, variable]]);
  const own = weightsOf(model);
  const slopeAt = (i: number, distance: number) => {
    const moved = tf.tensor(
      start.map((value, j) => value + (i === j ? distance : 0)),
      variable.shape,
    );
    variable.assign(moved);
    const { gradients } = valueAndGradients(
      () => loss((other) => (other === name ? variable : own(other)), model, batch),
      variables,
    );
    const slope = gradients.get(name)!.dataSync()[i];
    tf.dispose([moved, ...gradients.values()]);
    return slope;
  };
  const trace = start.reduce((sum, _, i) => sum + (slopeAt(i, 1e-2) - slopeAt(i, -1e-2)) / 2e-2, 0);
  variable.dispose();
  return trace;
}

const firstOf = ({ splits: { train } }: Dataset) => batchOf(train!, [0, 1, 2, 3, 4, 5, 6, 7]);

describe('traces', () => {
  it('are near those that a difference for each weight gives', () =>
    withFixture(async ({ model, dataset }) => {
      const name = 'classifier.weight';
      const batch = firstOf(dataset);
      const found = await hessianTraces(
        model,
        { weights: [name], probes: 200 },
        () => [batch],
        random(1),
        () => undefined,
      );
      expect(Math.abs(found.get(name)! / traceByColumns(model, name, batch) - 1)).toBeLessThan(0.15);
    }));

  it('go round the data again, tell how far they are, and leave the model and no tensors', () =>
    withFixture(async ({ model, dataset }) => {
      const weights = ['bert.encoder.layer.0.output.dense.weight', 'bert.encoder.layer.1.output.dense.weight'];
      const before = Array.from(model.parameters.get(weights[0])!.value.dataSync());
      const tensors = tf.memory().numTensors;
      const shares: number[] = [];
      const context = createContext({ seed: 1, dataset });
      const traces = await context.hessianTraces(model, { weights, probes: 10 }, (share) => shares.push(share));
      expect([...traces.keys()]).toEqual(weights);
      expect([...traces.values()].every(Number.isFinite)).toBe(true);
      expect(shares).toEqual(Array.from({ length: 10 }, (_, i) => (i + 1) / 10));
      expect(Array.from(model.parameters.get(weights[0])!.value.dataSync())).toEqual(before);
      expect(tf.memory().numTensors).toBe(tensors);
      const again = await createContext({ seed: 1, dataset }).hessianTraces(model, { weights, probes: 10 });
      expect([...again]).toEqual([...traces]);
    }));
});
