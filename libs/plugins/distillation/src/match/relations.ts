import {
  type Block,
  type Packing,
  paddingOf,
  rows,
  type Scalar,
  splitHeads,
  type Tensor,
  type Tensor2D,
  tf,
  unseen,
} from '#engine';

/** What is multiplied for the relations of tokens: two vectors of each, [rows, width]. */
type Related = readonly [Tensor2D, Tensor2D];

/** The mean over heads and tokens of KL(softmax(teacher) ‖ softmax(student)) of scaled products with all tokens of the
 * sentence, in nats.
 * @param heads that both are divided into */
export function relationLoss(student: Related, teacher: Related, packed: Packing, heads: number): Scalar {
  const parts = paddingOf(packed, packed).blocks.map((block) => {
    const hidden = unseen(block, {});
    const seen = (scores: Tensor) => tf.logSoftmax(hidden ? tf.add(scores, hidden) : scores);
    const [wanted, own] = [teacher, student].map((related) => seen(scoresOf(related, block, heads)));
    const divergence = tf.sum(tf.mul(tf.exp(wanted), tf.sub(wanted, own)), -1, true);
    return tf.sum(tf.mul(divergence, realQueries(block)));
  });
  return tf.div<Scalar>(tf.addN(parts), heads * packed.rows);
}

/** Queries, keys and values beside one another, [rows, 3 width]. */
interface Attended {
  readonly qkv: Tensor2D;
  readonly heads: number;
}

/** The mean over heads and tokens of the mean squared difference of a token's attention scores from a teacher's, over the
 * tokens of its sentence. */
export function scoreLoss(student: Attended, teacher: Attended, packed: Packing): Scalar {
  const related = ({ qkv }: Attended) => tf.split(qkv, 3, 1).slice(0, 2) as [Tensor2D, Tensor2D];
  const [own, wanted] = [related(student), related(teacher)];
  const { heads } = student;
  const parts = paddingOf(packed, packed).blocks.map((block) => {
    const off = tf.squaredDifference(scoresOf(own, block, heads), scoresOf(wanted, block, heads));
    const keys = tf.transpose(realQueries(block), [0, 1, 3, 2]);
    const means = tf.div(tf.sum(tf.mul(off, keys), -1, true), tf.sum(keys, -1, true));
    return tf.sum(tf.mul(means, realQueries(block)));
  });
  return tf.div<Scalar>(tf.addN(parts), heads * packed.rows);
}

/** a bᵀ / root of a head's size, [sentences, heads, length, length]. */
function scoresOf(related: Related, block: Block, heads: number): Tensor {
  const [a, b] = related.map((x) => splitHeads(rows(x, block.queries.rows), block.queries, 1, heads)[0]);
  return tf.mul(tf.matMul(a, b, false, true), 1 / Math.sqrt(related[0].shape[1] / heads));
}

/** 1 where there is a token, 0 for padding, [sentences, 1, length, 1]. */
function realQueries({ sentences, queries: { mask, length } }: Block): Tensor {
  const shape = [sentences, 1, length, 1];
  return mask ? tf.tensor(mask, shape) : tf.ones(shape);
}
