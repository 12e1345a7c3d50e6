import { type CompressionPlan, denseLayersOf, withStructure } from '#methods';
import type { Form, ModelShape } from '#families';
import type { LowRankConfig } from './config.js';
import { rankByShape } from './ranks.js';

/** Layers that would not get smaller stay as they are. */
export function plan(shape: ModelShape, config: LowRankConfig): CompressionPlan {
  const forms: Record<string, Form> = { ...shape.config.structure?.forms };
  for (const [layer, parameter] of denseLayersOf(shape, config)) {
    const rank = rankByShape(config, parameter.shape);
    if (rank > 0) forms[layer] = { kind: 'low-rank', rank };
  }
  return {
    shape: Object.keys(forms).length > 0 ? withStructure(shape, { ...shape.config.structure, forms }) : shape,
    atMost: config.energy !== undefined,
    limits: 'two factors are smaller than a matrix of m rows and n columns below a rank of m n / (m + n)',
    seconds: config.finetune?.stop.seconds,
  };
}
