import type { Tensor2D } from '../../backend.js';
import type { Bans, BestTokens } from './options.js';

export function bestTokens(logits: Tensor2D, count: number, bans: Bans): BestTokens {
  const [rows, vocabulary] = logits.shape;
  const values = logits.dataSync<'float32'>();
  const best = { tokens: new Int32Array(rows * count), logProbabilities: new Float32Array(rows * count) };
  for (let row = 0; row < rows; row++) {
    const own = Float64Array.from(values.subarray(row * vocabulary, (row + 1) * vocabulary));
    const most = own.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = most + Math.log(own.reduce((total, logit) => total + Math.exp(logit - most), 0));
    for (const token of bans.tokens.subarray(bans.starts[row], bans.starts[row + 1])) own[token] = -Infinity;
    const order = Array.from(own.keys()).sort((a, b) => (own[a] === own[b] ? a - b : own[b] - own[a]));
    for (const [i, token] of order.slice(0, count).entries()) {
      best.tokens[row * count + i] = token;
      best.logProbabilities[row * count + i] = own[token] - sum;
    }
  }
  return best;
}
