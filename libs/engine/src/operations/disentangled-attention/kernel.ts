import { tf, type Tensor2D } from '../../backend.js';
import { startsOf } from '../cross-attention/kernel.js';
import { fused } from '../../kernels/fused.js';
import { int, noMatrix, run } from '../../kernels/run.js';
import type { Packing } from '../../packing.js';
import type { DisentangledSpec } from './options.js';
import { relativePositions } from './relative-positions.js';

export function disentangledAttention(qkv: Tensor2D, batch: Packing, spec: DisentangledSpec): Tensor2D {
  const { heads, posKey, posQuery } = spec;
  const attributes = [int('heads', heads), int('causal', 0)];
  const last = batch.longest - 1;
  return fused(
    [qkv, posKey, posQuery].filter((input) => input !== null),
    () => {
      const starts = startsOf(batch);
      const rows = relativePositions(-last, last, (posKey ?? posQuery)!.shape[0] / 2, spec);
      const positions = [posKey ?? noMatrix, posQuery ?? noMatrix, tf.tensor1d(rows, 'int32')];
      const [y, logSums] = run('TlcDisentangledAttention', [qkv, starts, ...positions], 2, attributes);
      return { value: y, kept: [qkv, y, logSums, starts, ...positions] };
    },
    (dy, kept) => {
      const [dqkv, dkeys, dqueries] = run('TlcDisentangledAttentionGradient', [dy, ...kept], 3, attributes);
      return [dqkv, ...(posKey ? [dkeys] : []), ...(posQuery ? [dqueries] : [])];
    },
  );
}
