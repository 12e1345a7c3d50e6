import type { Measure } from '#contracts';
import type { Model } from '#models';
import { batches, type Split } from '#text';
import { engineLogits } from './engine-logits.js';
import { largest } from './predict.js';
import { spread } from './spread.js';

const COMPARED = 200;
const BATCH = { sentences: 32 } as const;

/** The share of sentences that ONNX Runtime with its defaults gives the engine's class. With weights on a grid these
 * defaults round the inputs of products to 8 bits, so that what is timed may differ from what was measured.
 * @param path the ONNX file of the model */
export async function agreement(path: string, model: Model, split: Split): Promise<Measure> {
  const { openOnnx } = await import('#onnx');
  const classifier = await openOnnx(path);
  const samples = Math.min(COMPARED, split.sentences);
  let same = 0;
  try {
    for (const { batch } of batches(split, spread(split.sentences, samples), BATCH)) {
      const ours = engineLogits(model, batch);
      const width = ours.length / (batch.starts.length - 1);
      const [theirs, own] = [largest(await classifier.run(batch), width), largest(ours, width)];
      same += own.filter((answer, row) => answer === theirs[row]).length;
    }
  } finally {
    await classifier.close();
  }
  const signature = 'same class in onnxruntime-node with its defaults as in the engine';
  return { name: 'onnx_agreement', value: same / samples, signature, samples };
}
