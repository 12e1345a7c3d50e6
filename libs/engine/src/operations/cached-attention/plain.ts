import { tf, type Tensor2D, type Tensor3D } from '../../backend.js';
import { packing } from '../../packing.js';
import { crossAttention } from '../cross-attention/plain.js';
import type { CachedAttentionSpec, KeyValueCache } from './options.js';

export function cachedAttention(
  qkv: Tensor2D,
  cache: KeyValueCache | undefined,
  slots: Int32Array,
  { heads, scale, bias }: CachedAttentionSpec,
): { context: Tensor2D; cache: KeyValueCache } {
  const [rows, columns] = qkv.shape;
  const [hidden, length] = [columns / 3, cache?.length ?? 0];
  const wide = Math.max(rows, cache?.tensor.shape[1] ?? 0);
  const { context, tensor } = tf.tidy(() => {
    const before = cache ? widened(cache.tensor, wide) : tf.zeros([0, wide, 2 * hidden]);
    const [q, kv] = tf.split(qkv, [hidden, 2 * hidden], 1) as Tensor2D[];
    const newest = tf.pad(kv, [
      [0, wide - rows],
      [0, 0],
    ]);
    const tensor = tf.concat([before, tf.expandDims(newest, 0) as Tensor3D], 0) as Tensor3D;
    const places = Int32Array.from({ length: rows * (length + 1) }, (_, at) => {
      const [row, token] = [Math.floor(at / (length + 1)), at % (length + 1)];
      return token * wide + (token < length ? slots[row * length + token] : row);
    });
    const kept = tf.gather(tf.reshape(tensor, [-1, 2 * hidden]) as Tensor2D, tf.tensor1d(places, 'int32'));
    // One query for each text
    const queries = packing(Int32Array.from({ length: rows + 1 }, (_, row) => row));
    const keys = packing(queries.starts.map((row) => row * (length + 1)));
    const continued = bias && { ...bias, causal: true, first: length };
    return { context: crossAttention(q, kept, queries, keys, { heads, scale, bias: continued }), tensor };
  });
  cache?.tensor.dispose();
  return { context, cache: { tensor, length: length + 1 } };
}

const widened = (kept: Tensor3D, slots: number) =>
  tf.pad(kept, [
    [0, 0],
    [0, slots - kept.shape[1]],
    [0, 0],
  ]);
