import { TlcError } from '#contracts';
import { type Model, type Parameter, disposeModel, mapParameters } from '#models';
import type { CompressionContext } from './context/context.js';
import type { LayerStatistics, StatisticsRequest } from './context/statistics.js';

/** Sentences of a batch. */
const BATCH = 32;

/** What to look at, and which weights to change. */
export interface LayerChange extends Pick<StatisticsRequest, 'of' | 'reference' | 'apart'> {
  /** Names of the weights [out, in] of linear layers of the model's layers. */
  readonly weights: ReadonlySet<string>;
  /** Sentences of the train split, in whole batches of 32. */
  readonly sentences: number;
  /** What share of the whole job this is, from and to; all when left out. */
  readonly within?: readonly [number, number];
}

/** A new model, in which `change` has made a new parameter of each of the weights, one layer of the model after the other: the
 * sums that it is given are over the inputs that come from the layers as they are changed already. What `change` returns
 * belongs to the new model. Where it fails, nothing of the new model is left.
 * @throws TlcError PIPELINE_MISSING_INPUT without a data set; DATA_NO_SENTENCES; PLUGIN_REFUSED where the layer of a weight
 * takes no part when the model computes */
export async function changeLayers(
  model: Model,
  context: Pick<CompressionContext, 'statistics' | 'signal' | 'progress'>,
  { weights, sentences, within: [from, to] = [0, 1], ...asked }: LayerChange,
  change: (parameter: Parameter, statistics: LayerStatistics) => Parameter | Promise<Parameter>,
): Promise<Model> {
  const copy = mapParameters(model);
  const parameters = new Map(copy.parameters);
  const left = new Set(weights);
  const layers = new Set([...weights].map((name) => name.replace(/\.weight$/, '')));
  const request = { batches: Math.ceil(sentences / BATCH), sentences: BATCH, ...asked, layers };
  try {
    await context.statistics({ ...copy, parameters }, request, async (statistics) => {
      context.signal.throwIfAborted();
      const name = `${statistics.layer}.weight`;
      const before = parameters.get(name)!;
      parameters.set(name, await change(before, statistics));
      before.value.dispose();
      left.delete(name);
      context.progress({ phase: statistics.layer, done: to - ((to - from) * left.size) / weights.size });
    });
    checkReached(left);
  } catch (error) {
    disposeModel({ ...copy, parameters });
    throw error;
  }
  return { ...copy, parameters };
}

/** That the layers of all weights took part when the model computed.
 * @param left names of those that did not
 * @throws TlcError PLUGIN_REFUSED */
export function checkReached(left: Iterable<string>): void {
  for (const name of left) {
    throw new TlcError('PLUGIN_REFUSED', `no input reaches ${name} when the model computes`, { details: { name } });
  }
}
