import { tf } from '#engine';
import { logits, type Model, weightsOf } from '#models';
import type { Batch } from '#text';

/** The engine's logits of a batch, float32 [sentences, width]. */
export function engineLogits(model: Model, batch: Batch): Float32Array {
  const own = tf.tidy(() => logits(weightsOf(model), model, batch));
  const values = own.dataSync() as Float32Array;
  own.dispose();
  return values;
}
