import { random, tf, type Tensor, type Variable } from '#engine';
import { generatorShape } from '#families';
import { createModel, type HeadedConfig, type ModelConfig, type Weights } from '#models';

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

/** A new generator for a discriminator. */
export function createGenerator(config: ModelConfig, size: number, seed: number): Generator {
  const { config: own, head, parameters: shapes } = generatorShape(config, size);
  const names = new Set(shapes.map(({ name }) => name));
  const { parameters } = createModel(own, head, random(seed).derive('generator').uint32());
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
