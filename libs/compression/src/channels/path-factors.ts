import type { Tensor2D } from '#engine';
import type { ChannelPath } from '#families';
import type { Model } from '#models';
import type { CompressionContext } from '../context/context.js';
import type { LayerStatistics, StatisticsRequest } from '../context/statistics.js';

/** Sentences of a batch. */
const BATCH = 32;

/** Which channels to look at, and by which sums. */
export interface PathRequest extends Pick<StatisticsRequest, 'of'> {
  readonly paths: readonly ChannelPath[];
  /** Sentences of the train split, in whole batches of 32. */
  readonly sentences: number;
  /** What share of the whole job this is, from and to. */
  readonly within: readonly [number, number];
}

/** Factors for the channels of each path, one after the other, as `choose` makes them of the weights [out, channels] of all linear
 * layers that get them, and of sums over what these get. The model stays as it is: whatever factors earlier paths have, it
 * computes the same.
 * @throws TlcError PIPELINE_MISSING_INPUT without a data set; DATA_NO_SENTENCES */
export async function pathFactors(
  model: Model,
  { statistics, signal, progress }: Pick<CompressionContext, 'statistics' | 'signal' | 'progress'>,
  { paths, sentences, of, within: [from, to] }: PathRequest,
  choose: (weights: readonly Tensor2D[], sums: LayerStatistics, path: ChannelPath) => Float32Array,
): Promise<ReadonlyMap<ChannelPath, Float32Array>> {
  const byFirst = new Map(paths.map((path) => [path.targets[0], path]));
  const factors = new Map<ChannelPath, Float32Array>();
  const request = { batches: Math.ceil(sentences / BATCH), sentences: BATCH, of, layers: new Set(byFirst.keys()) };
  await statistics(model, request, (sums) => {
    signal.throwIfAborted();
    const path = byFirst.get(sums.layer)!;
    const weights = path.targets.map((target) => model.parameters.get(`${target}.weight`)!.value as Tensor2D);
    factors.set(path, choose(weights, sums, path));
    progress({ phase: sums.layer, done: from + ((to - from) * factors.size) / paths.length });
  });
  return factors;
}
