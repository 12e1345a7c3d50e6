import type { OptimizationConfig } from '#contracts';
import type { ModelShape } from '#models';
import { parameterCount } from '#models';

/** A process with TensorFlow loaded and nothing computed. */
const PROCESS = 400e6;

/** Bytes of memory at the peak of training, roughly: 16 for each parameter (weight, gradient and AdamW's two moments,
 * each float32), and 4 for each activation that the backward pass needs:
 *
 *     rows × (layers × (12 × hidden + 2 × FFN + 2 × heads × length) + 2 × share of masked tokens × vocabulary)
 *
 * @param length longest sentence in tokens */
export function trainingMemory(
  shape: ModelShape,
  config: Partial<OptimizationConfig> & { readonly mask_probability?: number },
  length: number,
): number {
  const { num_hidden_layers: layers, hidden_size: hidden, intermediate_size: ffn } = shape.config;
  const { num_attention_heads: heads, vocab_size: vocabulary } = shape.config;
  const rows = config.batch_tokens ?? (config.batch_sentences ?? 32) * length;
  const layer = 12 * hidden + 2 * ffn + 2 * heads * length;
  const head = shape.head.kind === 'masked-lm' ? 2 * (config.mask_probability ?? 0.15) * vocabulary : 0;
  return PROCESS + 16 * parameterCount(shape) + 4 * rows * (layers * layer + head);
}

/** Bytes of memory where a model is only read, changed and written: its values three times. */
export function modelMemory(shape: ModelShape): number {
  return PROCESS + 12 * parameterCount(shape);
}
