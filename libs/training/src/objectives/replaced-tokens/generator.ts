import { random, tf, type Tensor, type Variable } from '#engine';
import { familyOf } from '#families';
import { createModel, dimensions, type HeadedConfig, type ModelConfig, shapeOf, type Weights } from '#models';

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

const HEAD = { kind: 'masked-lm' } as const;

/** The config of a generator: as deep as the discriminator, and so many times as wide, rounded to whole heads.
 * @param size share of the discriminator's width */
export function generatorConfig(config: ModelConfig, size: number): ModelConfig {
  const { hidden, heads } = dimensions(config);
  return familyOf(config).resized(config, { hidden: heads * Math.max(1, Math.round((size * hidden) / heads)) });
}

/** The parameters of a generator that are not the discriminator's: all but the embeddings of the same name and shape
 * (Clark et al. 2020, arXiv 2003.10555, section 3.2). */
export function ownShapes(config: ModelConfig, generator: ModelConfig) {
  const shared = new Map(shapeOf(config, { kind: 'none' }).parameters.map((parameter) => [parameter.name, parameter]));
  return shapeOf(generator, HEAD).parameters.filter(({ name, shape }) => {
    const other = shared.get(name);
    return !(other?.place === 'embeddings' && other.shape.join() === shape.join());
  });
}

/** A new generator for a discriminator. */
export function createGenerator(config: ModelConfig, size: number, seed: number): Generator {
  const own = generatorConfig(config, size);
  const names = new Set(ownShapes(config, own).map(({ name }) => name));
  const { parameters } = createModel(own, HEAD, random(seed).derive('generator').uint32());
  const variables = new Map<string, Variable>();
  for (const { name, value } of parameters.values()) {
    if (names.has(name)) variables.set(name, tf.variable(value));
    value.dispose();
  }
  return {
    model: { config: own, head: HEAD },
    own: variables,
    weights: (shared) => (name) => (variables.get(name) as Tensor | undefined) ?? shared(name),
    dispose: () => tf.dispose([...variables.values()]),
  };
}
