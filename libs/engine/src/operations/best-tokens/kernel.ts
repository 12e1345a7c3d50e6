import { tf, type Tensor2D } from '../../backend.js';
import { int, run } from '../../kernels/run.js';
import type { Bans, BestTokens } from './options.js';

export function bestTokens(logits: Tensor2D, count: number, bans: Bans): BestTokens {
  const [tokens, logarithms] = tf.tidy(() => {
    const [starts, banned] = [tf.tensor1d(bans.starts, 'int32'), tf.tensor1d(bans.tokens, 'int32')];
    return run('TlcBestTokens', [logits, starts, banned], 2, [int('count', count)]);
  });
  const found = { tokens: Int32Array.from(tokens.dataSync()), logProbabilities: logarithms.dataSync<'float32'>() };
  tf.dispose([tokens, logarithms]);
  return found;
}
