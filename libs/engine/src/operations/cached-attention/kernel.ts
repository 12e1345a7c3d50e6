import { tf, type Tensor2D, type Tensor3D } from '../../backend.js';
import { owned } from '../../kernels/memory.js';
import { float, int, noMatrix, run } from '../../kernels/run.js';
import { bucketsOf, type RelativeBias } from '../attention/options.js';
import { bucketsByOffset } from '../attention/relative-bias.js';
import type { CachedAttentionSpec, KeyValueCache } from './options.js';

/** Tokens that a new cache has room for; one that is full grows to twice as many. What is not used is never touched. */
const FIRST_CAPACITY = 32;

export function cachedAttention(
  qkv: Tensor2D,
  cache: KeyValueCache | undefined,
  slots: Int32Array,
  { heads, scale, bias }: CachedAttentionSpec,
): { context: Tensor2D; cache: KeyValueCache } {
  const [rows, columns] = qkv.shape;
  const length = cache?.length ?? 0;
  const tensor = withRoom(cache, rows, (2 * columns) / 3);
  const context = tf.tidy(() => {
    const places = tf.tensor2d(slots, [rows, length], 'int32');
    const added = bias ? biasOf(bias, length) : noMatrix;
    // 0 stands for 1 / √size; the newest token is written into the cache's own memory
    return run('TlcCachedAttention', [qkv, tensor, places, added], 1, [
      int('heads', heads),
      float('scale', scale ?? 0),
    ])[0] as Tensor2D;
  });
  return { context, cache: { tensor, length: length + 1 } };
}

function withRoom(cache: KeyValueCache | undefined, rows: number, width: number): Tensor3D {
  const [capacity, slots] = cache?.tensor.shape ?? [0, 0];
  if (cache && cache.length < capacity && rows <= slots) return cache.tensor;
  const tokens = Math.max(FIRST_CAPACITY, cache?.length === capacity ? 2 * capacity : capacity);
  const before = cache?.tensor ?? tf.zeros([0, 0, width]);
  const sizes = tf.tensor1d([tokens, Math.max(slots, rows)], 'int32');
  const [larger] = owned(run('TlcGrownCache', [before, sizes], 1));
  tf.dispose([before, sizes]);
  return larger as Tensor3D;
}

/** What is added to the scores of tokens 0 to `length` for the token at `length`, [length + 1, heads]. */
function biasOf(bias: RelativeBias, length: number): Tensor2D {
  return tf.gather(bias.table, tf.tensor1d(bucketsByOffset(-length, 0, bucketsOf(bias, true)), 'int32'));
}
