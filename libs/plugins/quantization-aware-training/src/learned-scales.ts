import { type Tensor, type Variable, tf } from '#engine';
import {
  type FitOptions,
  type Grid,
  type GridSpec,
  type Parameter,
  fitGrid,
  groupStarts,
  projectToGrid,
} from '#models';

/** The least scale: a learned one that training takes below it, or below zero, is taken for it. */
const LEAST_SCALE = 2 ** -126;

/** A symmetric grid whose scales are trained.
 *
 * What is trained of a scale s is t = s / unit, which begins as the root mean square of the tensor's weights: Adam, whose
 * steps do not follow the gradient's size, then changes scales by the same share in a step as it does weights, at any number of
 * bits. That is the balance which Esser et al. (2020, arXiv 1902.08153, section 2.2) want. */
export interface LearnedGrid {
  readonly spec: GridSpec;
  /** Of the weight, in files. */
  readonly shape: readonly number[];
  /** What t is multiplied by, for each scale. */
  readonly units: Float32Array;
  /** t of each scale. */
  readonly trained: Variable;
}

/** The grid of a weight, its scales those of `options`. The variable is the caller's to dispose. */
export function learnedGrid({ value }: Parameter, options: FitOptions): LearnedGrid {
  const { bits, granularity, groupSize, symmetric } = options;
  const values = value.dataSync<'float32'>();
  const { scales } = fitGrid(values, value.shape, options);
  const mean = Math.sqrt(values.reduce((sum, weight) => sum + weight * weight, 0) / values.length);
  const start = mean > 0 ? mean : 1;
  return {
    spec: { bits, granularity, ...(groupSize !== undefined && { groupSize }), symmetric },
    shape: value.shape,
    units: scales.map((scale) => scale / start),
    trained: tf.tidy(() => tf.variable(tf.fill([scales.length], start))),
  };
}

/** The grid as it is now. */
export function gridNow({ spec, units, trained }: LearnedGrid): Grid {
  const { bits, granularity, groupSize } = spec;
  const scales = trained.dataSync<'float32'>().map((t, i) => Math.max(LEAST_SCALE, t * units[i]));
  return { bits, granularity, ...(groupSize !== undefined && { groupSize }), scales };
}

/** A weight rounded to its grid: s round(clip(w / s, -Q_N, Q_P)). Its gradient passes to what is not clipped, and that of s is the
 * sum over its weights of dy times round(w / s) - w / s, or -Q_N or Q_P where w is clipped (Esser et al. 2020, section 2.1,
 * equations 1, 3 and 5), times 1 / √(N Q_P) for N weights (section 2.2). By steps of gradient descent s moves as there. */
export function onLearnedGrid(weight: Tensor, grid: LearnedGrid): Tensor {
  const operation = tf.customGrad((...given) => {
    const [own, , save] = given as unknown as [Tensor, Tensor, (tensors: Tensor[]) => void];
    const now = gridNow(grid);
    save([own]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) => slopes(saved, dy, now, grid);
    const rounded = projectToGrid(own.dataSync<'float32'>(), grid.shape, now);
    return { value: tf.tensor(rounded, own.shape), gradFunc };
  });
  return operation(weight, grid.trained);
}

/** The gradients of the weight and of what is trained of its scales. */
function slopes(weight: Tensor, dy: Tensor, { bits, scales }: Grid, { spec, shape, units }: LearnedGrid): Tensor[] {
  const [values, above] = [weight.dataSync<'float32'>(), dy.dataSync<'float32'>()];
  const starts = groupStarts(shape, spec);
  const most = 2 ** (bits - 1) - 1;
  const least = -(2 ** (bits - 1));
  const ofWeight = new Float32Array(values.length);
  const ofScales = new Float32Array(scales.length);
  for (let group = 0; group < scales.length; group++) {
    let sum = 0;
    for (let i = starts[group]; i < starts[group + 1]; i++) {
      const place = values[i] / scales[group];
      if (place <= least) sum += above[i] * least;
      else if (place >= most) sum += above[i] * most;
      else {
        sum += above[i] * (Math.round(place) - place);
        ofWeight[i] = above[i];
      }
    }
    const weights = starts[group + 1] - starts[group];
    ofScales[group] = sum / (Math.sqrt(weights * most) * units[group]);
  }
  return [tf.tensor(ofWeight, weight.shape), tf.tensor1d(ofScales)];
}
