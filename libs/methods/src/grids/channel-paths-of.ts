import { type ChannelPath, type GridSpec, type ModelShape, channelPaths, hasCodes } from '#families';

/** The channels whose scale a method may choose that puts weights on new grids: those that reach linear layers of the model's
 * layers alone, and of which no weight keeps a grid or codebook that it has already.
 * @param grids of the weights that get new ones, by name */
export function channelPathsOf(
  { config, head, parameters }: ModelShape,
  grids: ReadonlyMap<string, GridSpec>,
): readonly ChannelPath[] {
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const isFree = (name: string) => grids.has(name) || !hasCodes(known.get(name)?.encoding);
  const inLayers = (name: string) => known.get(name)?.role === 'linear' && known.get(name)?.place === 'layers';
  return channelPaths(config, head).filter(({ source, targets }) => {
    const columns = targets.map((target) => `${target}.weight`);
    return (
      columns.every(inLayers) &&
      columns.some((name) => grids.has(name)) &&
      [...columns, `${source.name}.weight`].every(isFree)
    );
  });
}
