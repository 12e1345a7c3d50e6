import { type ModelShape, type Structure, shapeOf } from '#families';

/** The shapes of a model whose layers get other forms: how files hold a parameter stays where its name and shape stay. */
export function withStructure(before: ModelShape, structure: Structure | undefined): ModelShape {
  const { config: own, head } = before;
  const config = { ...own, ...(structure && { structure }) };
  const held = new Map(before.parameters.map((parameter) => [parameter.name, parameter]));
  const needed = new Set(shapeOf(own, head).parameters.map(({ name }) => name));
  const parameters = shapeOf(config, head).parameters.map((parameter) => {
    const own = held.get(parameter.name);
    return own?.shape.join() === parameter.shape.join() ? own : parameter;
  });
  // What the head does without stays for a later one
  return { config, head, parameters: [...parameters, ...before.parameters.filter(({ name }) => !needed.has(name))] };
}
