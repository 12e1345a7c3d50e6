import type { ModelConfig } from './family.js';
import { dimensions, shapeOf } from './model-shape.js';
import { familyOf } from './registry.js';
import type { ModelShape } from './shape.js';

/** The small masked LM that proposes replaced tokens to a model: as deep, and so many times as wide, rounded to whole heads.
 * Its embeddings are the model's; `parameters` are those of its own (Clark et al. 2020, arXiv 2003.10555, section 3.2).
 * @param size share of the model's width
 * @throws TlcError MODEL_WRONG_HEAD for a family without a masked-LM head */
export function generatorShape(config: ModelConfig, size: number): ModelShape {
  const { hidden, heads } = dimensions(config);
  const own = familyOf(config).resized(config, { hidden: heads * Math.max(1, Math.round((size * hidden) / heads)) });
  const head = { kind: 'masked-lm' } as const;
  const shared = new Map(shapeOf(config, { kind: 'none' }).parameters.map((parameter) => [parameter.name, parameter]));
  const parameters = shapeOf(own, head).parameters.filter(({ name, shape }) => {
    const other = shared.get(name);
    return !(other?.place === 'embeddings' && other.shape.join() === shape.join());
  });
  return { config: own, head, parameters };
}
