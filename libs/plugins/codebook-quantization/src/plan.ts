import { type CompressionPlan, codedShape } from '#methods';
import type { ModelShape } from '#families';
import type { CodebookQuantizationConfig } from './config.js';
import { codebooksOf } from './weights.js';

/** No runtime computes with codebooks: what is gained is size. Non-zero weights of a sparse model that take the value zero are
 * not foreseen: its file may come out a little smaller. */
export function plan(shape: ModelShape, config: CodebookQuantizationConfig): CompressionPlan {
  const codebooks = codebooksOf(shape, config);
  const parameters = shape.parameters.map((parameter) => {
    const codebook = codebooks.get(parameter.name);
    return codebook ? codedShape(parameter, { codebook }) : parameter;
  });
  const limits = `codes of ${config.codebook} with a codebook for each ${config.granularity} take no fewer bytes than the weights do`;
  return { shape: { ...shape, parameters }, limits, seconds: config.finetune?.stop.seconds };
}
