import { tf, type Tensor2D } from '../../backend.js';
import type { Packing } from '../../packing.js';
import { fused } from '../../kernels/fused.js';
import { float, int, run } from '../../kernels/run.js';
import { bucketsOf, type CrossAttentionSpec } from '../attention/options.js';
import { bucketsByOffset } from '../attention/relative-bias.js';

export const startsOf = (batch: Packing) => tf.tensor1d(batch.starts, 'int32');

export function crossAttention(
  q: Tensor2D,
  kv: Tensor2D,
  queries: Packing,
  keys: Packing,
  { heads, scale, bias }: CrossAttentionSpec,
): Tensor2D {
  // 0 stands for 1 / √size
  const attributes = [int('heads', heads), float('scale', scale ?? 0)];
  const name = bias ? 'TlcBiasedCrossAttention' : 'TlcCrossAttention';
  return fused(
    bias ? [q, kv, bias.table] : [q, kv],
    () => {
      const starts = [startsOf(queries), startsOf(keys)];
      const last = Math.max(queries.longest, keys.longest) - 1;
      const buckets = () => bucketsByOffset(-last - bias!.first, last - bias!.first, bucketsOf(bias!, bias!.causal));
      const positions = bias ? [bias.table, tf.tensor1d(buckets(), 'int32')] : [];
      const [y, logSums] = run(name, [q, kv, ...starts, ...positions], 2, attributes);
      return { value: y, kept: [q, kv, y, logSums, ...starts, ...positions] };
    },
    (dy, kept) => run(`${name}Gradient`, [dy, ...kept], bias ? 3 : 2, attributes),
  );
}
