import { describe, expect, it } from '@jest/globals';
import { backward } from './backward.js';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from './backend.js';
import { feedForward } from './operations/feed-forward/feed-forward.js';
import { layerNorm } from './operations/layer-norm/layer-norm.js';
import { linear } from './operations/linear/linear.js';
import { rows } from './operations/rows/rows.js';

/** Functions of three matrices [4, 6], [6, 6] and [6], the second of which some do not use. */
const FUNCTIONS: Record<string, (x: Tensor2D, w: Tensor2D, b: Tensor1D) => Scalar> = {
  'of TensorFlow.js’s operations': (x, w, b) => tf.sum(tf.tanh(tf.add(tf.matMul(x, w), b))),
  'that uses a tensor twice': (x, w, b) => {
    const y = tf.sigmoid(tf.add(tf.matMul(x, w), b)) as Tensor2D;
    return tf.sum(tf.add(tf.mul(y, tf.matMul(y, w)), tf.mul(y, x)));
  },
  'that does not use all': (x, _w, b) => tf.mean(tf.mul(tf.square(x), b)),
  'that computes what it does not need': (x, w, b) => {
    tf.exp(tf.matMul(x, w));
    return tf.sum(tf.mul(x, b));
  },
  'with an operation of several outputs, of which one is used': (x, w, b) =>
    tf.sum(tf.mul(tf.split(tf.matMul(x, w), 2, 1)[1], tf.slice(b, 0, 3))),
  'of parts of one tensor': (x, w, b) =>
    tf.sum(tf.mul(tf.concat([tf.slice(w, [0, 0], [2, 6]), tf.slice(w, [0, 0], [2, 6]), x]), b)),
  'of fused operations': (x, w, b) => {
    const bias = b as Tensor1D;
    const y = linear(x, w, bias, 'gelu');
    const z = feedForward(y, { weight: w, bias }, { weight: w, bias: null }, 'gelu');
    const normed = layerNorm(tf.add(z, y), { gain: bias, bias }, 1e-5);
    return tf.sum(tf.mul(rows(normed, Int32Array.of(3, 0, 0)), rows(y, Int32Array.of(1, 1, 2))));
  },
};

const inputs = () => [
  tf.tensor2d(
    Float32Array.from({ length: 24 }, (_, i) => Math.sin(i)),
    [4, 6],
  ),
  tf.tensor2d(
    Float32Array.from({ length: 36 }, (_, i) => Math.cos(i)),
    [6, 6],
  ),
  tf.tensor1d(Float32Array.from({ length: 6 }, (_, i) => 0.5 + i / 7)),
];
type Function = (...inputs: Tensor[]) => Scalar;

describe.each(Object.entries(FUNCTIONS))('the backward pass of a function %s', (_, f) => {
  it('gives the value and the gradients that TensorFlow.js gives, and leaves nothing else', () => {
    const given = inputs();
    const compute = () => (f as Function)(...given);
    const expected = tf.engine().gradients(compute, given, undefined, true);
    const before = tf.memory().numTensors;
    const { value, gradients } = backward(compute, given);
    expect(value.arraySync()).toBeCloseTo(expected.value.dataSync()[0], 5);
    expect(gradients.map((each) => each === undefined)).toEqual(expected.grads.map((each) => each == null));
    gradients.forEach((gradient, i) => {
      if (gradient) expect(tf.max(tf.abs(tf.sub(gradient, expected.grads[i]))).dataSync()[0]).toBeLessThan(1e-5);
    });
    const found = gradients.filter((each) => each !== undefined);
    tf.dispose([value, ...found]);
    expect(given.every((tensor) => !tensor.isDisposed)).toBe(true);
    expect(tf.memory().numTensors).toBe(before + 3 * found.length); // of max, abs and sub
  });
});

describe('a backward pass', () => {
  it('holds what a chain of operations has kept no longer than it needs it', () => {
    const x: Tensor = tf.ones([1000]);
    const bytes: number[] = [];
    const seen = tf.customGrad((...given) => {
      const [a] = given as Tensor[];
      const gradFunc = (dy: Tensor) => {
        bytes.push(tf.memory().numBytes);
        return tf.clone(dy);
      };
      return { value: tf.clone(a), gradFunc };
    });
    const chain = () => {
      let y: Tensor = x;
      for (let i = 0; i < 10; i++) y = seen(tf.sin(y));
      return tf.sum(y);
    };
    tf.dispose(backward(chain, [x]).gradients as Tensor[]);
    for (let i = 1; i < 10; i++) expect(bytes[i]).toBe(bytes[i - 1] - 4000);
  });

  it('adds to sums, which become the result or are freed', () => {
    const [x, , b] = inputs();
    const sums = [tf.fill([4, 6], 3), tf.fill([6], 5)];
    const before = tf.memory().numTensors;
    const { value, gradients } = backward(() => tf.sum(tf.mul(x, 2)), [x, b], undefined, sums);
    expect(gradients.map((each) => each!.dataSync()[1])).toEqual([5, 5]);
    value.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(gradients[1]).toBe(sums[1]);
  });

  it('takes a gradient that is the output’s own, for one input or two', () => {
    const [x, w, b] = inputs() as [Tensor2D, Tensor2D, Tensor1D];
    const sum = tf.customGrad((...given) => {
      const [one, other] = given as Tensor[];
      return { value: tf.add(one, other), gradFunc: (dy: Tensor) => [dy, dy] };
    });
    const f = (add: typeof sum) => () => {
      const y = add(x, tf.matMul(x, w));
      return tf.sum(tf.mul(add(y, y), b));
    };
    const [own, expected] = [sum, tf.add as typeof sum].map((add) => backward(f(add), [x, w, b]).gradients);
    own.forEach((gradient, i) => expect(gradient!.dataSync()).toEqual(expected[i]!.dataSync()));
  });

  it('leaves nothing behind when a gradient fails', () => {
    const x: Tensor = tf.ones([3]);
    const fails = tf.customGrad((...given) => ({
      value: tf.clone(given[0] as Tensor),
      gradFunc: () => {
        tf.ones([5]);
        throw new Error('no gradient');
      },
    }));
    const before = tf.memory().numTensors;
    const run = (first: (x: Tensor) => Tensor) => backward(() => tf.sum(tf.exp(first(tf.exp(x)))), [x]);
    expect(() => run(fails)).toThrow('no gradient');
    expect(() => run(tf.cumprod)).toThrow('gradient: TensorFlow.js has none of Cumprod.');
    expect(tf.memory().numTensors).toBe(before);
    const { value, gradients } = run(tf.neg);
    tf.dispose([value, gradients[0]!]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('within another gradient is TensorFlow.js’s, so that second derivatives are right', () => {
    const cube = (x: Tensor) => tf.sum(tf.mul(x, tf.square(x))) as Scalar;
    const slope = (x: Tensor) => backward(() => cube(x), [x]).gradients[0]!;
    const second = tf.grad((x: Tensor) => tf.sum(slope(x)))(tf.tensor1d([1, 2]));
    expect(second.arraySync()).toEqual([6, 12]);
  });
});
