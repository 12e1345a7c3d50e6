import { tf, type Tensor, type Tensor2D, type Tensor4D } from '../../backend.js';
import type { Block, PaddedSide } from './padding.js';

/** Added to the score of a key that may not be seen: its probability is then exactly 0 in float32. */
const UNSEEN = -1e9;

/** Queries, keys or values by sentence and head: [sentences, heads, length, hidden / heads]. */
type Heads = Tensor4D;

const inOrder = (rows: Int32Array) => rows.every((row, place) => row === place);

/** Packed rows [rows, columns] in the places of one side of a block: [sentences · length, columns]. */
export function padRows(x: Tensor2D, side: PaddedSide): Tensor2D {
  if (!side.mask && side.rows.length === x.shape[0] && inOrder(side.rows)) return x;
  return tf.gather(x, tf.tensor1d(side.rows, 'int32'));
}

/** The rows of all blocks in packed order again: the opposite of `padRows`. */
export function packRows(blocks: Tensor2D[], places: Int32Array): Tensor2D {
  const all = blocks.length === 1 ? blocks[0] : tf.concat(blocks, 0);
  return places.length === all.shape[0] && inOrder(places) ? all : tf.gather(all, tf.tensor1d(places, 'int32'));
}

/** Cuts rows of `parts` vectors (q, k and v; or k and v) into heads: [sentences · length, parts · hidden] → parts. */
export function splitHeads(x: Tensor2D, side: PaddedSide, parts: number, heads: number): Heads[] {
  const size = x.shape[1] / parts / heads;
  const sentences = side.rows.length / side.length;
  // TF.js cannot differentiate a split into one
  return (parts === 1 ? [x] : tf.split(x, parts, 1)).map((part) => {
    return tf.transpose(tf.reshape(part, [sentences, side.length, heads, size]), [0, 2, 1, 3]) as Heads;
  });
}

/** The opposite of `splitHeads`. */
export function mergeHeads(parts: Heads[]): Tensor2D {
  const [sentences, heads, length, size] = parts[0].shape;
  const rows = parts.map((part) => {
    return tf.reshape(tf.transpose(part, [0, 2, 1, 3]), [sentences * length, heads * size]) as Tensor2D;
  });
  return rows.length === 1 ? rows[0] : tf.concat(rows, 1);
}

/** What a query may see of the keys, and what scores are multiplied by. */
export interface Sight {
  readonly causal?: boolean;
  /** keys at most half of it away, on either side */
  readonly window?: number;
  readonly scale: number;
}

/** What is added to scores [sentences, heads, queries, keys] so that padding and what `sight` leaves out are unseen. */
export function unseen({ sentences, queries, keys }: Block, { causal, window }: Omit<Sight, 'scale'>): Tensor | null {
  const masks: Tensor[] = [];
  if (keys.mask)
    masks.push(
      tf.tensor(
        keys.mask.map((real) => (real ? 0 : UNSEEN)),
        [sentences, 1, 1, keys.length],
      ),
    );
  if (causal || window !== undefined) {
    const reach = window === undefined ? Infinity : Math.floor(window / 2);
    const outside = new Float32Array(queries.length * keys.length);
    for (let query = 0; query < queries.length; query++) {
      const row = outside.subarray(query * keys.length, (query + 1) * keys.length);
      row.fill(UNSEEN, 0, Math.max(0, query - reach));
      row.fill(UNSEEN, causal ? query + 1 : query + reach + 1);
    }
    masks.push(tf.tensor(outside, [1, 1, queries.length, keys.length]));
  }
  return masks.length ? masks.reduce((a, b) => tf.add(a, b)) : null;
}

/** softmax(scale · q kᵀ + bias), [sentences, heads, queries, keys]; and scale · q. */
function probabilities(q: Heads, k: Heads, block: Block, sight: Sight, bias: Tensor | null) {
  const scaled = tf.mul(q, sight.scale);
  const scores = tf.matMul(scaled, k, false, true);
  const added = [bias, unseen(block, sight)].filter((each) => each !== null);
  return { seen: tf.softmax(added.reduce((a, b) => tf.add(a, b), scores)) as Tensor4D, scaled };
}

/**
 * softmax(scale · q kᵀ + bias) v over the sentences of a block: Vaswani et al., 2017, arXiv 1706.03762, section 3.2.1.
 *
 * @param bias to be added to scores, stretched to [sentences, heads, queries, keys]
 */
export function attend(q: Heads, k: Heads, v: Heads, block: Block, sight: Sight, bias: Tensor | null = null): Heads {
  return tf.matMul(probabilities(q, k, block, sight, bias).seen, v) as Heads;
}

/** The gradients of q, k, v and of scores from that of `attend`, which is masked here where queries are padding. */
export function attendBackward(
  dy: Heads,
  q: Heads,
  k: Heads,
  v: Heads,
  block: Block,
  sight: Sight,
  bias: Tensor | null = null,
): Record<'dq' | 'dk' | 'dv' | 'dScores', Heads> {
  const { sentences, queries } = block;
  const real = queries.mask && tf.tensor(queries.mask, [sentences, 1, queries.length, 1]);
  const d = real ? tf.mul(dy, real) : dy;
  const { seen, scaled } = probabilities(q, k, block, sight, bias);
  const dScores = scoreGradient(tf.matMul(d, v, false, true), seen);
  return {
    dq: tf.mul(tf.matMul(dScores, k), sight.scale),
    dk: tf.matMul(dScores, scaled, true, false),
    dv: tf.matMul(seen, d, true, false),
    dScores,
  };
}

/** The gradient of scores from that of their softmax, `seen`. */
export function scoreGradient(dSeen: Tensor, seen: Tensor): Heads {
  const weighted = tf.mul(dSeen, seen);
  return tf.sub(weighted, tf.mul(seen, tf.sum(weighted, -1, true)));
}
