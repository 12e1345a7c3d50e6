import type { TrainingConfig } from '#contracts';
import { random, tf, type Tensor, type Variable } from '#engine';
import { generatorShape } from '#families';
import { createModel, withZeroOutputs, type HeadedConfig, type ModelConfig, type Weights } from '#models';

/** The small masked LM that proposes replacements. Its embeddings are the discriminator's. */
export interface Generator {
  readonly model: HeadedConfig;
  /** The parameters of its own, by name. */
  readonly own: ReadonlyMap<string, Variable>;
  /** All its weights.
   * @param shared gives those of the discriminator */
  weights(shared: Weights): Weights;
  dispose(): void;
}

/** A new generator for a discriminator.
 * @param training says its size, and how its weights begin */
export function createGenerator(
  config: ModelConfig,
  { generator_size: size = 0.25, initial_outputs: outputs }: Pick<TrainingConfig, 'generator_size' | 'initial_outputs'>,
  seed: number,
): Generator {
  const { config: own, head, parameters: shapes } = generatorShape(config, size);
  const names = new Set(shapes.map(({ name }) => name));
  const drawn = createModel(own, head, random(seed).derive('generator').uint32());
  const { parameters } = outputs === 'zero' ? withZeroOutputs(drawn) : drawn;
  const variables = new Map<string, Variable>();
  for (const { name, value } of parameters.values()) {
    if (names.has(name)) variables.set(name, tf.variable(value));
    value.dispose();
  }
  return {
    model: { config: own, head },
    own: variables,
    weights: (shared) => (name) => (variables.get(name) as Tensor | undefined) ?? shared(name),
    dispose: () => tf.dispose([...variables.values()]),
  };
}
