import { type Random, tf, type Tensor2D } from '#engine';
import { type Batch } from '#text';

/** A batch whose masked tokens a generator has filled in, with a label for each of its rows: 1 where the token is another
 * than the original one, which the generator may happen to guess.
 * @param logits of the generator for the masked rows, [masked rows, vocabulary]; no gradient flows through the choice
 * @param random decides which token is drawn, of each with its probability */
export function replaceMasked(batch: Batch, logits: Tensor2D, random: Random): Batch {
  const { rows, labels } = batch.masked as NonNullable<Batch['masked']>;
  const drawn = draw(logits, random);
  const ids = batch.ids.slice();
  const isReplaced = new Float32Array(ids.length);
  rows.forEach((row, i) => {
    ids[row] = drawn[i];
    isReplaced[row] = drawn[i] === labels[i] ? 0 : 1;
  });
  const { positions, types, starts } = batch;
  return { ids, positions, types, starts, labels: isReplaced };
}

/** A token for each row, drawn with the probabilities that the softmax of its logits gives. */
export function draw(logits: Tensor2D, random: Random): Int32Array {
  const [rows, vocabulary] = logits.shape;
  const shares = tf.tidy(() => tf.softmax(logits).dataSync());
  return Int32Array.from({ length: rows }, (_, row) => {
    let left = random.uniform();
    const from = row * vocabulary;
    // The last token takes what rounding leaves
    for (let token = 0; token < vocabulary - 1; token++) {
      left -= shares[from + token];
      if (left < 0) return token;
    }
    return vocabulary - 1;
  });
}
