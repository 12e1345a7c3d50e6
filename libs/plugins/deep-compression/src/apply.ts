import { type CompressionContext, pruneWeights, shareWeights, smallestStorage, sparsityCuts } from '#compression';
import { partOfStop } from '#contracts';
import { type Model, disposeModel, mapParameters, modelShape } from '#models';
import { type DeepCompressionConfig, TRAININGS } from './config.js';
import { codebooksOf, prunedNames } from './weights.js';

/** Where sharing begins, as a share of the job. */
const HALF = 0.5;

/** Prunes by magnitude, lets what is left share centroids, and has the file code both by Huffman, with fine-tuning between
 * (Han et al. 2016, arXiv 1510.00149, figure 1). */
export async function apply(model: Model, config: DeepCompressionConfig, context: CompressionContext): Promise<Model> {
  const { finetune, sparsity } = config;
  const names = prunedNames(modelShape(model), config);
  const training = (part: number) =>
    finetune && { training: { ...finetune, stop: partOfStop(finetune.stop, part, TRAININGS) } };
  context.signal.throwIfAborted();
  let pruned = pruneWeights(model, { cuts: sparsityCuts(names, config) });
  const replaceBy = (next: Model) => {
    disposeModel(pruned);
    pruned = next;
  };
  try {
    const first = training(0);
    const phase = `sparsity ${(100 * sparsity).toFixed(1)} %`;
    if (first) replaceBy(await context.train({ ...first, model: pruned, phase, within: [0, HALF] }));
    replaceBy(mapParameters(pruned, smallestStorage));
    const sharing = {
      codebooks: codebooksOf(modelShape(model), config),
      within: [finetune ? HALF : 0, 1] as const,
      ...training(1),
      trains: config.trains as 'centroids' | 'weights',
    };
    return await shareWeights(pruned, sharing, context);
  } finally {
    disposeModel(pruned);
  }
}
