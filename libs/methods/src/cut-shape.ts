import { type Cut, type ModelShape, cutConfig, shapeOf } from '#families';
import { checkCut } from './check-cut.js';
import { namesBefore } from './names-before.js';

/** What a cut leaves of a model's shapes, for a plan: as many layers, heads and neurons are left as the cut names.
 * @returns beside the shapes what is left of those before: what a later step undoes is told by it */
export function cutShape(before: ModelShape, cut: Cut): { shape: ModelShape; left: ModelShape } {
  checkCut(before.config, cut);
  const changed = cutConfig(before.config, cut);
  const { config } = changed;
  const { head } = before;
  const own = new Map(before.parameters.map((parameter) => [parameter.name, parameter]));
  const names = namesBefore(before.config, head, changed, own.keys());
  const left = [...names].map(([name, old]) => ({ ...own.get(old)!, name }));
  const shapes = new Map(shapeOf(config, head).parameters.map((parameter) => [parameter.name, parameter]));
  const parameters = left.map((parameter) =>
    changed.kept.has(names.get(parameter.name)!) ? shapes.get(parameter.name)! : parameter,
  );
  return { shape: { config, head, parameters }, left: { ...before, parameters: left } };
}
