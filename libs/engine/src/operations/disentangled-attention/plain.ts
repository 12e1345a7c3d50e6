import { tf, type Tensor, type Tensor2D, type Tensor3D, type Tensor4D } from '../../backend.js';
import { differentiable } from '../../differentiable.js';
import type { Packing } from '../../packing.js';
import { paddingOf, type Block } from '../attention/padding.js';
import { packRows, padRows, scoreGradient, unseen } from '../attention/scaled-dot-product.js';
import type { DisentangledSpec } from './options.js';
import { relativePositions } from './relative-positions.js';

/** [heads, sentences, length, size], heads first: the tables of positions are the same for all sentences. */
type Heads = Tensor4D;

/** Rows of `parts` vectors, [sentences · length, parts · hidden], cut into heads. */
function splitHeads(x: Tensor2D, { sentences, queries }: Block, parts: number, heads: number): Heads[] {
  const size = x.shape[1] / parts / heads;
  return (parts === 1 ? [x] : tf.split(x, parts, 1)).map(
    (part) => tf.transpose(tf.reshape(part, [sentences, queries.length, heads, size]), [2, 0, 1, 3]) as Heads,
  );
}

/** The opposite of `splitHeads`. */
function mergeHeads(parts: Heads[]): Tensor2D {
  const [heads, sentences, length, size] = parts[0].shape;
  const rows = parts.map((part) => tf.reshape(tf.transpose(part, [1, 2, 0, 3]), [sentences * length, heads * size]));
  return (rows.length === 1 ? rows[0] : tf.concat(rows, 1)) as Tensor2D;
}

/** [n, length, 2 · length − 1] by the column less the row, from −(length − 1) on, to [n, length, length] by column. */
function byColumn(x: Tensor3D): Tensor3D {
  const [n, length] = x.shape;
  const flat = tf.reshape(tf.pad(x, [[0, 0], [0, 0], [0, 1]]), [n, 2 * length ** 2]); // prettier-ignore
  const shifted = tf.slice(flat, [0, length - 1], [n, length * (2 * length - 1)]);
  return tf.slice(tf.reshape(shifted, [n, length, 2 * length - 1]), [0, 0, 0], [n, length, length]) as Tensor3D;
}

/** The gradient of `byColumn`. */
function byOffset(x: Tensor3D): Tensor3D {
  const [n, length] = x.shape;
  const wide = tf.reshape(tf.pad(x, [[0, 0], [0, 0], [0, length - 1]]), [n, length * (2 * length - 1)]); // prettier-ignore
  const flat = tf.pad(wide, [[0, 0], [length - 1, 1]]); // prettier-ignore
  return tf.slice(tf.reshape(flat, [n, length, 2 * length]), [0, 0, 0], [n, length, 2 * length - 1]) as Tensor3D;
}

/**
 * Products of the content of a block with a table of positions: for queries and the keys of positions, offsets fall from
 * column to column; for keys and the queries of positions, they rise.
 */
function positionsOf(table: Tensor, { queries }: Block, spec: DisentangledSpec, falling: boolean) {
  const last = queries.length - 1;
  const rising = relativePositions(-last, last, table.shape[0] / 2, spec);
  const places = tf.tensor1d(falling ? rising.reverse() : rising, 'int32');
  const rows = tf.reshape(tf.gather(table, places), [places.size, spec.heads, -1]);
  const own = tf.transpose(rows, [1, 0, 2]) as Tensor3D;
  const flat = (content: Heads) => tf.reshape(content, [spec.heads, -1, content.shape[3]]) as Tensor3D;
  return {
    /** [heads, sentences, length, length]: row of the content, row of the other side */
    scores(content: Heads): Heads {
      const [heads, sentences, length] = content.shape;
      const products = tf.matMul(flat(content), own, false, true);
      const shifted = byColumn(tf.reshape(products, [heads * sentences, length, 2 * length - 1]));
      return tf.reshape(shifted, [heads, sentences, length, length]);
    },
    /** Of the content and of the table, from that of `scores`. */
    gradients(d: Heads, content: Heads): { dContent: Heads; dTable: Tensor } {
      const [heads, sentences, length] = d.shape;
      const unshifted = byOffset(tf.reshape(d, [heads * sentences, length, length]));
      const products = tf.reshape(unshifted, [heads, sentences * length, 2 * length - 1]);
      const dOwn = tf.transpose(tf.matMul(products, flat(content), true, false), [1, 0, 2]);
      return {
        dContent: tf.reshape(tf.matMul(products, own), content.shape),
        dTable: tf.unsortedSegmentSum(tf.reshape(dOwn, [places.size, -1]), places, table.shape[0]),
      };
    },
  };
}

const turned = (x: Heads) => tf.transpose(x, [0, 1, 3, 2]) as Heads;

/** One block of sentences: forward, and backward from what forward makes again. */
function blockOf(qkv: Tensor, posKey: Tensor | null, posQuery: Tensor | null, block: Block, spec: DisentangledSpec) {
  const [q, k, v] = splitHeads(padRows(qkv as Tensor2D, block.queries), block, 3, spec.heads);
  const scale = 1 / Math.sqrt(q.shape[3] * (1 + Number(posKey !== null) + Number(posQuery !== null)));
  const keys = posKey && positionsOf(posKey, block, spec, true);
  const queries = posQuery && positionsOf(posQuery, block, spec, false);
  const parts = [
    tf.matMul(q, k, false, true),
    ...(keys ? [keys.scores(q)] : []),
    ...(queries ? [turned(queries.scores(k))] : []),
  ];
  const scores = tf.mul(parts.reduce((a, b) => tf.add(a, b)), scale); // prettier-ignore
  // [sentences, 1, …], and here heads come first
  const mask = unseen(block, {});
  const seen = tf.softmax(mask ? tf.add(scores, tf.transpose(mask, [1, 0, 2, 3])) : scores) as Heads;
  return {
    y: () => mergeHeads([tf.matMul(seen, v) as Heads]),
    gradients(dy: Tensor2D) {
      const { sentences, queries: side } = block;
      const [all] = splitHeads(padRows(dy, side), block, 1, spec.heads);
      const d = side.mask ? (tf.mul(all, tf.tensor(side.mask, [1, sentences, side.length, 1])) as Heads) : all;
      const dScores: Heads = tf.mul(scoreGradient(tf.matMul(d, v, false, true), seen), scale);
      const ofKeys = keys?.gradients(dScores, q);
      const ofQueries = queries?.gradients(turned(dScores), k);
      const dq: Heads = tf.matMul(dScores, k);
      const dk: Heads = tf.matMul(dScores, q, true, false);
      const dqkv = mergeHeads([
        ofKeys ? tf.add(dq, ofKeys.dContent) : dq,
        ofQueries ? tf.add(dk, ofQueries.dContent) : dk,
        tf.matMul(seen, d, true, false),
      ]);
      return { dqkv, tables: [ofKeys, ofQueries].flatMap((each) => (each ? [each.dTable] : [])) };
    },
  };
}

/** Pads inside itself, as `attention` does. */
export function disentangledAttention(qkv: Tensor2D, batch: Packing, spec: DisentangledSpec): Tensor2D {
  const { blocks, queryPlaces } = paddingOf(batch, batch);
  const { posKey, posQuery } = spec;
  const inputs = [qkv, posKey, posQuery].filter((input) => input !== null);
  return differentiable(
    inputs,
    inputs,
    () => {
      const outputs = blocks.map((block) => tf.tidy(() => blockOf(qkv, posKey, posQuery, block, spec).y()));
      return packRows(outputs, queryPlaces);
    },
    (dy, qkv, ...tables) => {
      const [keys, queries] = [posKey && tables[0], posQuery && tables[tables.length - 1]];
      const gradients = blocks.map((block) => tf.tidy(() => blockOf(qkv, keys, queries, block, spec).gradients(dy)));
      const dqkv = gradients.map((gradient) => gradient.dqkv);
      return [packRows(dqkv, queryPlaces), ...tables.map((_, i) => tf.addN(gradients.map((each) => each.tables[i])))];
    },
  );
}
