import { tf, type Tensor, type Tensor2D, type Tensor4D } from '../../backend.js';
import type { Block } from './padding.js';
import { relativeBuckets, type BucketSpec } from './relative-bias.js';

/** What a relative bias adds to the scores of a block, and the gradient of its table from theirs: plain versions. */
export function scoreBias(spec: BucketSpec, heads: number, first = 0) {
  const bucketsOf = ({ queries, keys }: Block) =>
    tf.tensor1d(relativeBuckets(queries.length, keys.length, spec, first), 'int32');
  return {
    /** @param table [buckets, heads] @returns [1, heads, queries, keys] */
    added(table: Tensor, block: Block): Tensor {
      const pairs = tf.reshape(tf.gather(table, bucketsOf(block)), [1, block.queries.length, block.keys.length, heads]);
      return tf.transpose(pairs, [0, 3, 1, 2]);
    },
    /** @param dScores [sentences, heads, queries, keys] @returns [buckets, heads] */
    gradient(dScores: Tensor4D, block: Block): Tensor2D {
      const byPair = tf.reshape(tf.transpose(tf.sum(dScores, 0), [1, 2, 0]), [-1, heads]);
      return tf.unsortedSegmentSum(byPair, bucketsOf(block), spec.buckets) as Tensor2D;
    },
  };
}
