import { type CutConfig, type Head, type ModelConfig, shapeOf } from '#families';

/** The names of all parameters after a cut, in the order of the model, and the names that they had before.
 * @param all names before; parameters that the head does without stay for a later one */
export function namesBefore(
  before: ModelConfig,
  head: Head,
  { config, layers }: Pick<CutConfig, 'config' | 'layers'>,
  all: Iterable<string>,
): ReadonlyMap<string, string> {
  const old = (name: string) => {
    for (const [after, own] of layers) if (name.startsWith(`${after}.`)) return own + name.slice(after.length);
    return name;
  };
  const needed = new Set(shapeOf(before, head).parameters.map(({ name }) => name));
  const others = [...all].filter((name) => !needed.has(name));
  return new Map([
    // What a name puts in a layer may be used before all layers: the table of relative positions of T5's first one
    ...shapeOf(config, head).parameters.map(
      ({ name, place }) => [name, place === 'layers' ? old(name) : name] as const,
    ),
    ...others.map((name) => [name, name] as const),
  ]);
}
