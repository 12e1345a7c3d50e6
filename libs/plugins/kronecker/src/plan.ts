import { type CompressionPlan, denseLayersOf, withStructure } from '#methods';
import { type Form, kroneckerOperations, type ModelShape } from '#families';
import type { KroneckerConfig } from './config.js';
import { leftSizes } from './sizes.js';

/** Layers that would not get smaller stay as they are; of several sizes of factors, which are as many weights, the weights decide,
 * and the plan has that which takes most operations. */
export function plan(shape: ModelShape, config: KroneckerConfig): CompressionPlan {
  const forms: Record<string, Form> = { ...shape.config.structure?.forms };
  for (const [layer, parameter] of denseLayersOf(shape, config)) {
    const operations = (left: readonly [number, number]) =>
      kroneckerOperations({ kind: 'kronecker', left }, parameter.shape);
    const [most] = leftSizes(config, parameter.shape).sort((a, b) => operations(b) - operations(a));
    if (most) forms[layer] = { kind: 'kronecker', left: most };
  }
  return {
    shape: Object.keys(forms).length > 0 ? withStructure(shape, { ...shape.config.structure, forms }) : shape,
    atMost: config.share !== undefined,
    limits: 'the rows and columns of factors divide those of the matrix',
    seconds: config.finetune?.stop.seconds,
  };
}
