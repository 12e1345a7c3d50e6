import { type Random, tf } from '#engine';
import { checkDrawsAnswers } from '#methods';
import { type Model, logits, weightsOf } from '#models';
import type { Batch } from '#text';

/** The batches with answers drawn from what the model predicts in the place of their labels.
 * @throws TlcError PLUGIN_REFUSED for a head that draws no answers */
export function* drawnAnswers(model: Model, batches: Iterable<Batch>, random: Random): Generator<Batch> {
  checkDrawsAnswers(model.head);
  for (const batch of batches) yield withLabels(batch, drawn(model, batch, random));
}

function drawn(model: Model, batch: Batch, random: Random): Int32Array {
  const shares = tf.tidy(() => tf.softmax(logits(weightsOf(model), model, batch)));
  const [rows, classes] = shares.shape;
  const values = shares.dataSync<'float32'>();
  const answers = Int32Array.from({ length: rows }, (_, row) => {
    let left = random.uniform();
    for (let answer = 0; answer < classes - 1; answer++) {
      left -= values[row * classes + answer];
      if (left < 0) return answer;
    }
    return classes - 1;
  });
  shares.dispose();
  return answers;
}

function withLabels(batch: Batch, labels: Int32Array): Batch {
  if (batch.masked) return { ...batch, masked: { ...batch.masked, labels } };
  if (batch.target) return { ...batch, target: { ...batch.target, labels } };
  return { ...batch, labels };
}
