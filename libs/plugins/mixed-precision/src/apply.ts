import { type CompressionContext, roundToGrids } from '#compression';
import { type Tensor, tf } from '#engine';
import { linearLayersOf } from '#methods';
import { type Model, type Parameter, modelShape, quantizeParameter } from '#models';
import { allocate } from './allocate.js';
import type { MixedPrecisionConfig } from './config.js';
import { gridOf, isOther } from './grids.js';

/** The share of the job that measuring takes. */
const MEASURING = 0.9;

/** Gives each matrix as many bits as its errors are worth, and puts all weights on their grids. */
export async function apply(model: Model, config: MixedPrecisionConfig, context: CompressionContext): Promise<Model> {
  const shape = modelShape(model);
  const names = [...linearLayersOf(shape, config).keys()];
  const errors = await errorsOf(model, names, config, context);
  const choices = names.map((name) => ({ size: model.parameters.get(name)!.value.size, errors: errors.get(name)! }));
  const bits = allocate(choices, config.bits, config.least_bits);
  const grids = new Map(names.map((name, i) => [name, gridOf(bits[i], config)]));
  for (const other of shape.parameters.filter(isOther)) grids.set(other.name, gridOf(config.other_bits, config));
  return roundToGrids(model, grids, context, { range: config.range, within: [MEASURING, 1] });
}

/** What the loss rises by with each number of bits, by the weights' names. */
async function errorsOf(
  model: Model,
  names: readonly string[],
  config: MixedPrecisionConfig,
  context: CompressionContext,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const errors = new Map<string, readonly number[]>();
  const measure = (name: string, information?: Tensor) => {
    context.signal.throwIfAborted();
    errors.set(name, errorsByBits(model.parameters.get(name)!, config, information));
    context.progress({ phase: 'sensitivity', done: (MEASURING * errors.size) / names.length });
  };
  if (config.sensitivity === 'none') {
    for (const name of names) measure(name);
    return errors;
  }
  if (config.sensitivity === 'hessian') {
    const curvatures = await curvaturesOf(model, names, config, context);
    for (const name of names) {
      const curvature = tf.scalar(curvatures.get(name)!);
      try {
        measure(name, curvature);
      } finally {
        curvature.dispose();
      }
    }
    return errors;
  }
  const layers = new Set(names.map((name) => name.replace(/\.weight$/, '')));
  const request = { batches: config.sentences, sentences: 1, of: ['gradients'] as const, layers };
  await context.statistics(model, request, ({ layer, squaredGradients }) =>
    measure(`${layer}.weight`, squaredGradients),
  );
  return errors;
}

/** The mean of the Hessian's diagonal over each weight: its trace over its size, which is what HAWQ-V2 weighs errors by (Dong et al.
 * 2020, arXiv 1911.03852, section 3.1). Where the loss bends downwards, by chance or because the model has not been trained to the
 * end, the weight counts as the least of the others. */
async function curvaturesOf(
  model: Model,
  names: readonly string[],
  { probes }: MixedPrecisionConfig,
  { hessianTraces, progress }: CompressionContext,
): Promise<ReadonlyMap<string, number>> {
  const done = (share: number) => progress({ phase: 'sensitivity', done: MEASURING * share });
  const traces = await hessianTraces(model, { weights: names, probes }, done);
  const means = names.map((name) => [name, traces.get(name)! / model.parameters.get(name)!.value.size] as const);
  const positive = means.map(([, mean]) => mean).filter((mean) => mean > 0);
  const least = positive.length > 0 ? Math.min(...positive) : 1;
  return new Map(means.map(([name, mean]) => [name, mean > 0 ? mean : least]));
}

/** Half the sum of the squared errors of rounding, each times what it matters: what the loss rises by where
 * the Hessian is that diagonal (Dong et al. 2020, arXiv 1911.03852, section 3.1, with one number for a matrix).
 * @param information the sum over sentences of the squared gradients, of the weight's shape, or one number for all weights; all
 * alike when left out */
export function errorsByBits(
  parameter: Parameter,
  config: MixedPrecisionConfig,
  information?: Tensor,
): readonly number[] {
  const { least_bits: least, most_bits: most, range } = config;
  return Array.from({ length: most - least + 1 }, (_, i) => {
    const { value: rounded } = quantizeParameter(parameter, { ...gridOf(least + i, config), range });
    const error = tf.tidy(() => {
      const squares = tf.square(tf.sub(parameter.value, rounded));
      return tf.sum(information ? tf.mul(squares, information) : squares);
    });
    const [sum] = error.dataSync();
    tf.dispose([rounded, error]);
    return sum / 2;
  });
}
