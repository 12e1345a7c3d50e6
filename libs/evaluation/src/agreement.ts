import type { Measure } from '#contracts';
import { fittingHead } from '#fit';
import { measure } from '#metrics';
import type { Model } from '#models';
import { batches, type Dataset, type Split, type SplitName, splitOf, spread } from '#text';
import { engineLogits } from './engine-logits.js';
import { goldOf } from './evaluate-model.js';
import type { Measuring } from './measuring.js';
import { largest } from './predict.js';

const COMPARED = 200;
/** Where the file rounds what the engine does not. */
const COMPARED_ROUNDED = 5000;
const BATCH = { sentences: 32 } as const;

/** What ONNX Runtime answers with the file that is timed, beside the engine's answers and the labels: with weights on a grid its
 * defaults round the inputs of products to 8 bits, so that what is timed may differ from what was measured.
 * @param isRounded whether the file itself has products of codes, whose inputs are rounded
 * @returns `onnx_agreement`, the share of sentences with the engine's class; of such a file also
 * `onnx_accuracy`, where there are labels */
export async function agreement(
  path: string,
  model: Model,
  dataset: Dataset,
  config: Pick<Measuring, 'split' | 'labels'>,
  isRounded: boolean,
): Promise<Measure[]> {
  const split = splitOf(dataset, config.split as SplitName);
  const samples = Math.min(isRounded ? COMPARED_ROUNDED : COMPARED, split.sentences);
  const order = spread(split.sentences, samples);
  const { engine, runtime } = await answersOf(path, model, split, order);
  const same = engine.filter((answer, i) => answer === runtime[i]).length;
  const how = isRounded ? 'with products of codes' : 'with its defaults';
  const signature = `same class in onnxruntime-node ${how} as in the engine`;
  const measures: Measure[] = [{ name: 'onnx_agreement', value: same / samples, signature, samples }];
  const gold = goldOf(split);
  if (!isRounded || !gold) return measures;
  const { permutation } = fittingHead(model.head, dataset, config.labels);
  const classes = runtime.map((answer) => (permutation ? permutation.indexOf(answer) : answer));
  const labels = Int32Array.from(order, (sentence) => gold[sentence]);
  const { value } = measure('accuracy', labels, Int32Array.from(classes));
  if (value !== null) {
    measures.push({ name: 'onnx_accuracy', value, signature: `accuracy in onnxruntime-node ${how}`, samples });
  }
  return measures;
}

/** The classes that the engine and the runtime give each sentence, by the model's own numbers. */
async function answersOf(path: string, model: Model, split: Split, order: Int32Array) {
  const { openOnnx } = await import('#onnx');
  const classifier = await openOnnx(path);
  const [engine, runtime]: [number[], number[]] = [[], []];
  try {
    for (const { batch } of batches(split, order, BATCH)) {
      const ours = engineLogits(model, batch);
      const width = ours.length / (batch.starts.length - 1);
      engine.push(...largest(ours, width));
      runtime.push(...largest(await classifier.run(batch), width));
    }
  } finally {
    await classifier.close();
  }
  return { engine, runtime };
}
