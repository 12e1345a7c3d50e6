import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../../backend.js';
import { outputHead } from './output-head.js';
import { random } from '#random';
import { compare, secondDerivativeDifference } from '../../reference/compare.js';
import { crossEntropy, product } from '../../reference/float64.js';

const stream = random(1);
const labelsOf = (rows: number, vocabulary: number) =>
  Int32Array.from({ length: rows }, () => stream.integer(vocabulary));

function naive(
  x: Tensor2D,
  table: Tensor2D,
  bias: Tensor,
  labels: Int32Array,
  smoothing: number,
  ignore: number,
): Tensor {
  const vocabulary = table.shape[0];
  const logits = tf.add(tf.matMul(x, table, false, true), bias);
  const target = tf
    .oneHot(tf.tensor1d(labels, 'int32'), vocabulary)
    .mul(1 - smoothing)
    .add(smoothing / vocabulary);
  const counted = Array.from(labels, (label): number => (label === ignore ? 0 : 1));
  const losses = tf.mul(tf.sum(tf.mul(target, tf.logSoftmax(logits)), 1), tf.tensor1d(counted));
  return tf.div(
    tf.neg(tf.sum(losses)),
    counted.reduce((a, b) => a + b, 0),
  );
}

describe('outputHead', () => {
  for (const [rows, hidden, vocabulary, labelSmoothing] of [
    [1, 7, 17, 0],
    [17, 7, 63, 0],
    [7, 17, 63, 0.1],
  ]) {
    for (const ignored of [0, 3]) {
      if (ignored >= rows) continue;
      it(`is the mean cross entropy with its gradients: ${rows} rows of ${vocabulary}, smoothing ${labelSmoothing}, ${ignored} ignored`, () => {
        const labels = labelsOf(rows, vocabulary).fill(-100, 1, 1 + ignored);
        const differences = compare({
          shapes: [[rows, hidden], [vocabulary, hidden], [vocabulary]],
          deviation: 0.7,
          operation: (x, table, bias) => outputHead(x, table, bias, labels, { labelSmoothing, ignore: -100 }),
          naive: (x, table, bias) => naive(x, table, bias, labels, labelSmoothing, -100),
          reference: (x, table, bias) => {
            const logits = product(x, table, bias, hidden);
            return [crossEntropy(logits, labels, labelSmoothing, -100)];
          },
        });
        expect(differences.value).toBeLessThan(1e-5);
        expect(differences.finite).toBeLessThan(1e-5);
        expect(differences.autodiff).toBeLessThan(1e-5);
      });
    }
  }

  it('is the same when logits are made in several chunks', () => {
    const [rows, hidden, vocabulary] = [50, 3, 300_000];
    const labels = labelsOf(rows, vocabulary);
    const inputs = [[rows, hidden], [vocabulary, hidden], [vocabulary]].map((shape) =>
      tf.randomNormal(shape, 0, 1, 'float32', 1),
    );
    const gradients = [
      (...[x, table, bias]: Tensor[]) => outputHead(x as Tensor2D, table as Tensor2D, bias as Tensor1D, labels),
      (...[x, table, bias]: Tensor[]) => naive(x as Tensor2D, table as Tensor2D, bias, labels, 0, -1),
    ].map((loss) => tf.valueAndGrads(loss)(inputs));
    expect(gradients[0].value.dataSync()[0]).toBeCloseTo(gradients[1].value.dataSync()[0], 4);
    gradients[0].grads.forEach((gradient, i) => {
      const expected = gradients[1].grads[i];
      const difference = tf.div(tf.max(tf.abs(tf.sub(gradient, expected))), tf.max(tf.abs(expected)));
      expect(difference.dataSync()[0]).toBeLessThan(1e-5);
    });
  });

  it('leaves out the bias when it is null', () => {
    const [rows, hidden, vocabulary] = [7, 5, 31];
    const labels = labelsOf(rows, vocabulary);
    const differences = compare({
      shapes: [
        [rows, hidden],
        [vocabulary, hidden],
      ],
      operation: (x, table) => outputHead(x, table, null, labels, { labelSmoothing: 0.1 }),
      naive: (x, table) => naive(x, table, tf.zeros([vocabulary]), labels, 0.1, -1),
      reference: (x, table) => [crossEntropy(product(x, table, null, hidden), labels, 0.1, -1)],
    });
    expect(Math.max(...Object.values(differences))).toBeLessThan(1e-5);
  });

  it('is 0, with gradients of 0, when no row counts', () => {
    const loss = (x: Tensor) => {
      const table = tf.ones([5, 3]) as Tensor2D;
      return outputHead(x as Tensor2D, table, tf.zeros([5]), Int32Array.of(-1, -1), { ignore: -1 });
    };
    const { value, grad } = tf.valueAndGrad(loss)(tf.ones([2, 3]));
    expect(value.dataSync()[0]).toBe(0);
    expect(grad.arraySync()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('has second derivatives', () => {
    const table = tf.randomNormal([5, 2], 0, 1, 'float32', 6) as Tensor2D;
    const operation = (x: Tensor) => outputHead(x as Tensor2D, table, tf.zeros([5]), Int32Array.of(1, 4, 0));
    expect(secondDerivativeDifference(operation, [3, 2])).toBeLessThan(1e-3);
  });

  it('refuses a label that is no word, unless it is the one to ignore', () => {
    const head = (labels: number[], ignore?: number) => {
      return outputHead(tf.zeros([2, 3]), tf.zeros([5, 3]), tf.zeros([5]), Int32Array.from(labels), { ignore });
    };
    expect(() => head([0, -100])).toThrow('outputHead: labels[1] is -100, expected 0 to 4.');
    expect(() => head([0, 5], -100)).toThrow('outputHead: labels[1] is 5, expected 0 to 4.');
    expect(() => head([0])).toThrow('outputHead: labels has 1 values, expected 2.');
  });
});
