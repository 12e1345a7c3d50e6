import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../../backend.js';
import { differentiable } from '../../differentiable.js';
import type { Packing } from '../../packing.js';

/** The sentence of each row. */
function sentencesOf({ starts, rows, sentences }: Packing): Tensor1D {
  const all = new Int32Array(rows);
  for (let sentence = 0; sentence < sentences; sentence++) all.fill(sentence, starts[sentence], starts[sentence + 1]);
  return tf.tensor1d(all, 'int32');
}

/** One over the rows of each sentence, [sentences, 1]. */
const shares = ({ starts, sentences }: Packing) =>
  tf.tensor2d(
    Float32Array.from({ length: sentences }, (_, i) => 1 / (starts[i + 1] - starts[i])),
    [sentences, 1],
  );

export function meanOfRows(x: Tensor2D, batch: Packing): Tensor2D {
  return differentiable<Tensor2D>(
    [x],
    [],
    () => tf.mul(tf.unsortedSegmentSum(x, sentencesOf(batch), batch.sentences), shares(batch)),
    (dy) => [tf.gather(tf.mul(dy, shares(batch)), sentencesOf(batch))],
  );
}

export function weightedSumOfRows(x: Tensor2D, batch: Packing, weights: Float32Array): Tensor2D {
  const column = () => tf.tensor2d(weights, [batch.rows, 1]);
  return differentiable<Tensor2D>(
    [x],
    [],
    () => tf.unsortedSegmentSum(tf.mul(x, column()), sentencesOf(batch), batch.sentences) as Tensor2D,
    (dy) => [tf.mul(tf.gather(dy, sentencesOf(batch)), column())],
  );
}

/** The largest rows, a sentence at a time. */
function largest(x: Tensor, { starts, sentences }: Packing): Tensor2D {
  const rows = Array.from({ length: sentences }, (_, i) =>
    tf.max(tf.slice(x, [starts[i], 0], [starts[i + 1] - starts[i], -1]), 0, true),
  );
  return (rows.length === 1 ? rows[0] : tf.concat(rows, 0)) as Tensor2D;
}

export function largestOfRows(x: Tensor2D, batch: Packing): Tensor2D {
  return differentiable<Tensor2D>(
    [x],
    [x],
    () => largest(x, batch),
    (dy, x) => {
      const sentences = sentencesOf(batch);
      const chosen = tf.cast(tf.equal(x, tf.gather(largest(x, batch), sentences)), 'float32');
      const count = tf.unsortedSegmentSum(chosen, sentences, batch.sentences);
      return [tf.mul(chosen, tf.gather(tf.div(dy, count), sentences))];
    },
  );
}
