import { tf, type Tensor2D } from '../../backend.js';
import { int, run } from '../../kernels/run.js';
import type { BestTokens } from './options.js';

export function bestTokens(logits: Tensor2D, count: number, banned: readonly Int32Array[]): BestTokens {
  const starts = new Int32Array(banned.length + 1);
  for (const [row, own] of banned.entries()) starts[row + 1] = starts[row] + own.length;
  const bans = new Int32Array(starts[banned.length]);
  for (const [row, own] of banned.entries()) bans.set(own, starts[row]);
  const [tokens, logarithms] = tf.tidy(() =>
    run('TlcBestTokens', [logits, tf.tensor1d(starts, 'int32'), tf.tensor1d(bans, 'int32')], 2, [int('count', count)]),
  );
  const found = { tokens: Int32Array.from(tokens.dataSync()), logProbabilities: logarithms.dataSync<'float32'>() };
  tf.dispose([tokens, logarithms]);
  return found;
}
