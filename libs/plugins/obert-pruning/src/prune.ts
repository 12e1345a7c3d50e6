import {
  checkReached,
  type CompressionContext,
  type LayerStatistics,
  scoreOf,
  type SparsityCut,
  sparsityCuts,
  zerosOf,
  zeroSmallest,
  withZeros,
} from '#compression';
import { tensorOf } from '#engine';
import { type Model, type Parameter, mapParameters } from '#models';
import type { ObertPruningConfig } from './config.js';
import { type Dampened, eachInverse } from './inverse.js';
import { remove } from './remove.js';

type Products = NonNullable<LayerStatistics['outerProducts']>;

/** A new model, a share of whose weights is zero and whose others make up for them. The Fisher information is that of the model as it
 * is given, for all of its matrices.
 * @param names of weights [out, in] of the layers */
export async function pruneByFisher(
  model: Model,
  names: Iterable<string>,
  config: Omit<ObertPruningConfig, 'problem' | 'withoutEffect'>,
  context: Pick<CompressionContext, 'statistics' | 'progress' | 'signal'>,
): Promise<Model> {
  const { gradients: batches, batch_sentences: sentences, block_size: block, dampening } = config;
  const all = new Set(names);
  const layers = new Set([...all].map((name) => name.replace(/\.weight$/, '')));
  const request = { batches, sentences, of: ['outer-products'] as const, block, layers };
  const each = (use: (parameter: Parameter, products: Products, how: Dampened) => Promise<void>) =>
    context.statistics(model, request, async ({ layer, outerProducts }) => {
      const name = `${layer}.weight`;
      context.progress({ phase: layer });
      await use(model.parameters.get(name)!, outerProducts!, { name, dampening, signal: context.signal });
    });

  const cuts = sparsityCuts(all, config);
  const scores = new Map<string, Float32Array>();
  const isAlone = cuts.length === all.size;
  if (!isAlone) {
    await each(async (parameter, products, how) => {
      scores.set(parameter.name, await scoresOf(parameter, products, how));
    });
    checkReached([...all].filter((name) => !scores.has(name)));
    for (const cut of cuts) choose(cut, scores);
  }
  const changed = new Map<string, Float32Array>();
  await each(async (parameter, products, how) => {
    const { name } = parameter;
    if (isAlone) {
      scores.set(name, await scoresOf(parameter, products, how));
      choose(
        cuts.find((cut) => cut.names.includes(name))!,
        scores,
      );
    }
    changed.set(name, await withoutGone(parameter, products, scores.get(name)!, how));
  });
  checkReached([...all].filter((name) => !changed.has(name)));
  return mapParameters(model, (parameter) => {
    const values = changed.get(parameter.name);
    if (!values) return parameter;
    return withZeros(parameter, tensorOf(values, parameter.value.shape));
  });
}

/** What the loss rises by where one weight goes and those of its block make up for it: w² / (2 [F⁻¹]_qq). */
async function scoresOf({ value }: Parameter, products: Products, how: Dampened): Promise<Float32Array> {
  const weights = value.dataSync<'float32'>();
  const scores = new Float32Array(weights.length);
  const size = products.sum.shape[1];
  await eachInverse(products, how, (inverse, from) => {
    for (let i = from; i < Math.min(from + size, weights.length); i++) {
      const place = i - from;
      scores[i] = scoreOf(weights[i], weights[i] ** 2 / (2 * inverse[place * size + place]));
    }
  });
  return scores;
}

/** Makes the least scores zero, in place. */
function choose({ names, sparsity }: SparsityCut, scores: ReadonlyMap<string, Float32Array>): void {
  const own = names.map((name) => scores.get(name)!);
  const total = own.reduce((sum, { length }) => sum + length, 0);
  zeroSmallest(own, zerosOf(total, sparsity));
}

async function withoutGone(
  { value }: Parameter,
  products: Products,
  scores: Float32Array,
  how: Dampened,
): Promise<Float32Array> {
  const weights = Float32Array.from(value.dataSync<'float32'>());
  const size = products.sum.shape[1];
  await eachInverse(products, how, (inverse, from) => {
    const block = Float64Array.from(weights.subarray(from, from + size));
    const gone = Array.from(block.keys()).filter((place) => scores[from + place] === 0);
    remove(block, inverse, gone);
    weights.set(block, from);
  });
  return weights;
}
