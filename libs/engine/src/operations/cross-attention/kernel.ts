import { tf, type Tensor2D } from '../../backend.js';
import type { Packing } from '../../packing.js';
import { fused } from '../../kernels/fused.js';
import { int, run } from '../../kernels/run.js';

export const startsOf = (batch: Packing) => tf.tensor1d(batch.starts, 'int32');

export function crossAttention(q: Tensor2D, kv: Tensor2D, queries: Packing, keys: Packing, heads: number): Tensor2D {
  const attributes = [int('heads', heads)];
  return fused(
    [q, kv],
    () => {
      const starts = [startsOf(queries), startsOf(keys)];
      const [y, logSums] = run('TlcCrossAttention', [q, kv, ...starts], 2, attributes);
      return { value: y, kept: [q, kv, y, logSums, ...starts] };
    },
    (dy, kept) => run('TlcCrossAttentionGradient', [dy, ...kept], 2, attributes),
  );
}
