import { tf, type Tensor2D } from '../../backend.js';
import { int, run } from '../../kernels/run.js';
import type { Bans, BestTokens } from './options.js';

export function bestTokens(logits: Tensor2D, count: number, bans: Bans): BestTokens {
  return tf.tidy(() => {
    const [starts, banned] = [tf.tensor1d(bans.starts, 'int32'), tf.tensor1d(bans.tokens, 'int32')];
    const [tokens, logarithms] = run('TlcBestTokens', [logits, starts, banned], 2, [int('count', count)]);
    return { tokens: Int32Array.from(tokens.dataSync()), logProbabilities: logarithms.dataSync<'float32'>() };
  });
}
