import { TlcError } from '#contracts';
import { layerParts, type ModelShape, type Structure } from '#families';
import type { LayerSharingConfig } from './config.js';

/** The group of each of some layers (Takase and Kiyono 2021, arXiv 2104.06022, section 2): of those that follow one another, or every
 * so many. */
export function groupsOf(
  layers: number,
  { groups, pattern }: Pick<LayerSharingConfig, 'groups' | 'pattern'>,
): number[] {
  return Array.from({ length: layers }, (_, layer) =>
    pattern === 'cycle' ? layer % groups : Math.floor((layer * groups) / layers),
  );
}

/** The layers of each group by name, in their order: the first one's name is that of its parameters.
 * @throws TlcError PLUGIN_REFUSED where layers share parameters already, there are no more than groups, or those of a group compute
 * otherwise than one another */
export function sharedLayers(shape: ModelShape, config: LayerSharingConfig): readonly (readonly string[])[] {
  const all = layerParts(shape.config);
  const names = all.map(({ name }) => name);
  if (new Set(names).size < names.length) throw refused('its layers share their parameters already');
  if (config.groups >= names.length)
    throw refused(`the model has ${names.length} layers, which ${config.groups} sets of parameters leave as they are`);
  const numbers = groupsOf(names.length, config);
  const groups = Array.from({ length: config.groups }, (_, group) => names.filter((_name, i) => numbers[i] === group));
  const computes = new Map(all.map(({ name, attends }) => [name, JSON.stringify([attends, partsOf(shape, name)])]));
  for (const [first, ...others] of groups) {
    const other = others.find((name) => computes.get(name) !== computes.get(first));
    if (other !== undefined)
      throw refused(`${other} computes otherwise than ${first}, with which it would share its parameters`);
  }
  return groups;
}

/** The names of a layer's parameters within it, and their shapes. */
export const partsOf = ({ parameters }: Pick<ModelShape, 'parameters'>, layer: string) =>
  parameters
    .filter(({ name }) => name.startsWith(`${layer}.`))
    .map(({ name, shape }) => [name.slice(layer.length), shape] as const);

/** The structure of a model whose layers share parameters: what it says of layers that have none of their own is gone. */
export function sharedStructure(before: Structure | undefined, groups: readonly (readonly string[])[]): Structure {
  const shared = Object.fromEntries(groups.flatMap(([first, ...others]) => others.map((name) => [name, first])));
  const isGone = (name: string) => Object.keys(shared).some((layer) => name === layer || name.startsWith(`${layer}.`));
  const left = <T>(parts: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(parts).filter(([name]) => !isGone(name)));
  const { heads, inner, forms, ...others } = before ?? {};
  return {
    ...others,
    ...(heads && { heads: left(heads) }),
    ...(inner && { inner: left(inner) }),
    ...(forms && { forms: left(forms) }),
    shared,
  };
}

const refused = (reason: string) => new TlcError('PLUGIN_REFUSED', reason);
