import { describe, expect, it } from '@jest/globals';
import { random, type Tensor, tf, valueAndGradients } from '#engine';
import { finalGates, openness, sampledGates } from './hard-concrete.js';

const read = (make: () => Tensor): number[] => {
  const made = tf.tidy(make);
  const values = Array.from(made.dataSync());
  made.dispose();
  return values;
};

describe('hard concrete gates', () => {
  it('are open with the probability of the paper’s formula: 0.8318 at log α = 0', () => {
    expect(read(() => openness(tf.tensor1d([0])))[0]).toBeCloseTo(0.8318221839916905, 6);
  });

  it.each([-3, -1, 0, 2])('are sampled as open as that: log α = %d', (logAlpha) => {
    const size = 200_000;
    const numbers = random(4);
    const gates = read(() =>
      sampledGates(
        tf.fill([size], logAlpha),
        tf.tensor1d(Float32Array.from({ length: size }, () => numbers.uniform())),
      ),
    );
    const [expected] = read(() => openness(tf.tensor1d([logAlpha])));
    expect(gates.filter((gate) => gate > 0).length / size).toBeCloseTo(expected, 2);
    expect(gates.every((gate) => gate >= 0 && gate <= 1)).toBe(true);
  });

  it('are in the end the stretched sigmoid of log α, without the temperature', () => {
    // 1.2 σ(-2) - 0.1, 1.2 σ(1) - 0.1; below log α = -2.4 closed, above 2.4 open
    const gates = read(() => finalGates(tf.tensor1d([-3, -2, 0, 1, 3])));
    [0, 0.04304, 0.5, 0.77727, 1].forEach((gate, i) => expect(gates[i]).toBeCloseTo(gate, 4));
    const [sampled] = read(() => sampledGates(tf.tensor1d([1]), tf.tensor1d([0.5])));
    // σ(1.5) 1.2 - 0.1
    expect(sampled).toBeCloseTo(0.88109, 4);
  });

  it('have the gradient of a finite difference, and none where they are cut', () => {
    const logAlpha = tf.variable(tf.tensor1d([0.3, -0.5, 9]));
    const uniform = tf.tensor1d([0.4, 0.7, 0.5]);
    const sum = () => tf.sum(sampledGates(logAlpha, uniform));
    const { gradients } = valueAndGradients(() => sum().asScalar(), new Map([['logAlpha', logAlpha]]));
    const found = Array.from(gradients.get('logAlpha')!.dataSync());
    const at = (values: number[]) => read(() => tf.sum(sampledGates(tf.tensor1d(values), uniform)))[0];
    const start = [0.3, -0.5, 9];
    found.forEach((slope, i) => {
      const [up, down] = [1e-2, -1e-2].map((step) => at(start.with(i, start[i] + step)));
      expect(slope).toBeCloseTo((up - down) / 2e-2, 3);
    });
    expect(found[2]).toBe(0);
    tf.dispose([logAlpha, uniform, ...gradients.values()]);
  });
});
