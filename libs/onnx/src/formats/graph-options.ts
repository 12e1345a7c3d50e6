import type { ByteRange } from '../calibration/range.js';
import type { FloatType, WeightFormat } from './dtypes.js';

/** How a graph is written. */
export interface GraphOptions {
  /** `encoded` by default: the integers of weights that lie on a grid are kept, so that the file of a quantized model is small,
   * and its answers are the engine's. */
  readonly weights?: WeightFormat;
  /** float32 by default. */
  readonly float?: FloatType;
  /** In what products of 4-bit codes calculate: 1 float32, 4 (the default) inputs rounded to 8 bits, which is faster. */
  readonly accuracy?: 1 | 4;
  /** To what inputs of products of bytes are rounded, by the first weight of each. Those without are rounded over the range that
   * they have in the batch. */
  readonly ranges?: ReadonlyMap<string, ByteRange>;
}

/** The options with what is meant by those left out. */
export type WholeOptions = GraphOptions & Required<Pick<GraphOptions, 'weights' | 'float' | 'accuracy'>>;

export const wholeOptions = (options: GraphOptions): WholeOptions => ({
  weights: 'encoded',
  float: 'float32',
  accuracy: 4,
  ...options,
});
