import { tf, type Tensor2D } from '../../backend.js';
import { startsOf } from '../cross-attention/kernel.js';
import { fused } from '../../kernels/fused.js';
import { float, int, run } from '../../kernels/run.js';
import type { Packing } from '../../packing.js';
import { bucketsOf, type AttentionSpec } from './options.js';
import { bucketsByOffset } from './relative-bias.js';

function attributesOf({ heads, causal = false, window, rotary, scale }: AttentionSpec, size: number) {
  return [
    int('heads', heads),
    int('causal', Number(causal)),
    int('reach', window === undefined ? -1 : Math.floor(window / 2)),
    // 0 stands for 1 / √size
    float('scale', scale ?? 0),
    int('rotary_dimension', rotary ? (rotary.dimension ?? size) : 0),
    float('rotary_base', rotary?.base ?? 0),
  ];
}

export function attention(qkv: Tensor2D, batch: Packing, spec: AttentionSpec): Tensor2D {
  const attributes = attributesOf(spec, qkv.shape[1] / 3 / spec.heads);
  const { bias, causal } = spec;
  const name = bias ? 'TlcBiasedAttention' : 'TlcSelfAttention';
  return fused(
    bias ? [qkv, bias.table] : [qkv],
    () => {
      const starts = startsOf(batch);
      const last = batch.longest - 1;
      const buckets = bias && bucketsByOffset(-last, last, bucketsOf(bias, causal));
      const positions = bias ? [bias.table, tf.tensor1d(buckets!, 'int32')] : [];
      const [y, logSums] = run(name, [qkv, starts, ...positions], 2, attributes);
      return { value: y, kept: [qkv, y, logSums, starts, ...positions] };
    },
    (dy, kept) => run(`${name}Gradient`, [dy, ...kept], bias ? 2 : 1, attributes),
  );
}
