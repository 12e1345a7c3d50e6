import { type Tensor, tf } from '#engine';
import { type Pattern, type SparsityCut, zerosOf } from '#methods';
import { type Model, type Parameter, mapParameters } from '#models';
import { magnitudeScores, type MagnitudeOptions, zeroByScores } from './magnitude-scores.js';
import { zeroPattern } from './zero-pattern.js';
import { zeroSmallest } from './zero-smallest.js';

/** Which weights go. */
export interface MagnitudePruning extends MagnitudeOptions {
  /** Matrices whose weights are compared with each other, and the share of them that is zero then, zeros that were there counted. */
  readonly cuts: readonly SparsityCut[];
  /** Says how many of consecutive inputs stay, in place of the cuts' shares. */
  readonly pattern?: Pattern;
}

/** A new model whose weights of least magnitude are zero (Han et al. 2015, arXiv 1506.02626). Its zeros stay zero in
 * fine-tuning.
 *
 * Pooler, head and embeddings have magnitudes of another size than the layers: a cut over both takes the one or the other whole. */
export function pruneWeights(model: Model, { cuts, pattern, ...options }: MagnitudePruning): Model {
  const values = new Map<string, Tensor>();
  for (const { names, sparsity } of cuts) {
    const own = names.map((name) => model.parameters.get(name)!.value);
    const columns = own.map(({ shape }) => shape[1]!);
    const weights = own.map((value) => Float32Array.from(value.dataSync()));
    const scores = weights.map((each, i) => magnitudeScores(each, columns[i], options));
    if (pattern) scores.forEach((each) => byPattern(each, pattern));
    else
      zeroSmallest(
        scores,
        zerosOf(
          scores.reduce((sum, { length }) => sum + length, 0),
          sparsity,
        ),
      );
    weights.forEach((each, i) => zeroByScores(each, columns[i], scores[i], options.block));
    names.forEach((name, i) => values.set(name, tf.tensor(weights[i], own[i].shape)));
  }
  return mapParameters(model, (parameter) => sparse(parameter, values.get(parameter.name)));
}

function byPattern(scores: Float32Array, pattern: Pattern): void {
  const magnitudes = scores.map(Math.abs);
  zeroPattern(magnitudes, pattern);
  for (let i = 0; i < scores.length; i++) if (magnitudes[i] === 0) scores[i] = 0;
}

function sparse(parameter: Parameter, value: Tensor | undefined): Parameter {
  return value ? { ...parameter, value, encoding: { ...parameter.encoding, sparse: true } } : parameter;
}
