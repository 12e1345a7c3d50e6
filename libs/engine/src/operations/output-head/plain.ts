import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from '../../backend.js';
import { differentiable } from '../../differentiable.js';

/** Logits that exist at one time: rows are done in chunks of this many over the size of the vocabulary. */
const LOGITS = 2 ** 22;

/** Row numbers from and to, in chunks whose logits fit. */
function chunks(rows: number, vocabulary: number): [from: number, count: number][] {
  const size = Math.max(1, Math.floor(LOGITS / vocabulary));
  return Array.from({ length: Math.ceil(rows / size) }, (_, i) => [i * size, Math.min(size, rows - i * size)]);
}

/** The logits are made a chunk of rows at a time, in forward and again in backward. There is at least one label. */
export function meanCrossEntropy(
  x: Tensor2D,
  table: Tensor2D,
  bias: Tensor1D,
  labels: Int32Array,
  smoothing: number,
): Scalar {
  const vocabulary = bias.size;
  const parts = chunks(labels.length, vocabulary).map(([from, count]) => {
    const own = labels.slice(from, from + count);
    return { from, count, own, flat: own.map((label, row) => row * vocabulary + label) };
  });
  const logitsOf = (rows: Tensor2D, table: Tensor2D, bias: Tensor1D) =>
    tf.add(tf.matMul(rows, table, false, true), bias);
  return differentiable(
    [x, table, bias],
    [x, table, bias],
    () => {
      const sums = parts.map(({ from, count, flat }) => {
        return tf.tidy(() => {
          const logits = logitsOf(tf.slice(x, [from, 0], [count, -1]), table, bias);
          const onLabel = tf.gather(tf.reshape(logits, [-1]), tf.tensor1d(flat, 'int32'));
          const expected = smoothing
            ? tf.add(tf.mul(onLabel, 1 - smoothing), tf.mul(tf.mean(logits, 1), smoothing))
            : onLabel;
          return tf.sum(tf.sub(tf.logSumExp(logits, 1), expected));
        });
      });
      return tf.div(tf.addN(sums), labels.length) as Scalar;
    },
    (dy, x, table, bias) => {
      const scale = tf.div(dy, labels.length);
      const gradients = parts.map(({ from, count, own }) => {
        return tf.tidy(() => {
          const rows = tf.slice(x as Tensor2D, [from, 0], [count, -1]);
          const softmax = tf.softmax(logitsOf(rows, table as Tensor2D, bias as Tensor1D));
          const even = smoothing / vocabulary;
          const target = tf.oneHot(tf.tensor1d(own, 'int32'), vocabulary, 1 - smoothing + even, even, 'float32');
          const d = tf.mul(tf.sub(softmax, target), scale);
          return [tf.matMul(d, table as Tensor2D), tf.matMul(d, rows, true, false), tf.sum(d, 0)];
        });
      });
      const total = (part: number): Tensor => tf.addN(gradients.map((gradient) => gradient[part]));
      return [
        tf.concat(
          gradients.map(([dx]) => dx),
          0,
        ),
        total(1),
        total(2),
      ];
    },
  );
}
