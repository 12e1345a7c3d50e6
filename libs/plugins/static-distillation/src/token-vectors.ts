import { setImmediate } from 'node:timers/promises';
import type { CompressionContext } from '#compression';
import { cancelIfAborted } from '#contracts';
import { type Tensor2D, tf } from '#engine';
import { dimensions, type Model, logits, weightsOf } from '#models';
import type { Batch, SpecialTokens } from '#text';

/** Tokens that are computed at once. */
const TOKENS = 1024;

/** What a model makes of each token of its vocabulary, alone between the special tokens of a text: the mean of its hidden
 * states, [vocabulary, hidden]. The result is the caller's. */
export async function tokenVectors(
  model: Model,
  special: Pick<SpecialTokens, 'cls' | 'sep'>,
  { signal, progress }: Pick<CompressionContext, 'signal' | 'progress'>,
  share: number,
): Promise<Tensor2D> {
  const { vocabulary } = dimensions(model.config);
  const pooling = { ...model, head: { kind: 'embeddings', pooling: ['mean'], normalize: false } as const };
  const parts: Tensor2D[] = [];
  try {
    for (let from = 0; from < vocabulary; from += TOKENS) {
      cancelIfAborted(signal);
      const batch = alone(from, Math.min(vocabulary, from + TOKENS), special);
      parts.push(logits(weightsOf(pooling), pooling, batch));
      progress({ phase: 'token vectors', done: (share * from) / vocabulary });
      await setImmediate();
    }
    return tf.concat(parts, 0);
  } finally {
    tf.dispose(parts);
  }
}

/** A batch of texts of one token each. */
function alone(from: number, to: number, { cls, sep }: Pick<SpecialTokens, 'cls' | 'sep'>): Batch {
  const texts = Array.from({ length: to - from }, (_, i) => [cls, from + i, sep]);
  return {
    ids: Int32Array.from(texts.flat()),
    positions: Int32Array.from(texts.flatMap(() => [0, 1, 2])),
    types: new Int32Array(3 * texts.length),
    starts: Int32Array.from({ length: texts.length + 1 }, (_, i) => 3 * i),
  };
}
