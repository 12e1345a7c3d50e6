import { type CompressionPlan, codedShape, sparseShape, zerosOf } from '#methods';
import { type ModelShape, sizeOf } from '#families';
import type { DeepCompressionConfig } from './config.js';
import { codebooksOf, prunedNames } from './weights.js';

/** The most bytes that there can be: how long codes and gaps come out the weights decide. With global scope the zeros are taken
 * to be spread evenly, which takes the most, too. No runtime computes faster with any of it. */
export function plan(shape: ModelShape, config: DeepCompressionConfig): CompressionPlan {
  const names = prunedNames(shape, config);
  const codebooks = codebooksOf(shape, config);
  const parameters = shape.parameters.map((parameter) => {
    const zeros = zerosOf(sizeOf(parameter.shape), config.sparsity);
    const pruned = names.has(parameter.name) ? sparseShape(parameter, zeros) : parameter;
    const codebook = codebooks.get(parameter.name);
    return codebook ? codedShape(pruned, { codebook }) : pruned;
  });
  const limits = `${config.bits}-bit codes of a centroid for each ${config.granularity}, and gaps between weights, take no fewer bytes than the weights do`;
  return { shape: { ...shape, parameters }, limits, seconds: config.finetune?.stop.seconds };
}
