/** How the next token is drawn. */
export interface DrawOptions {
  /** What log-probabilities are divided by: below 1 the probable become more so; 1 when left out. */
  readonly temperature?: number;
  /** Only so many of the most probable tokens are drawn from (Fan et al. 2018, arXiv 1805.04833, section 5.1); all when left
   * out. */
  readonly topK?: number;
  /** Only the fewest tokens are drawn from whose probabilities sum to this share of those that topK leaves, at that temperature
   * (Holtzman et al. 2020, arXiv 1904.09751, section 3.1); 1, all of them, when left out. */
  readonly topP?: number;
}

/** Draws one of some tokens.
 * @param logProbabilities from the most probable on
 * @param uniform from 0 to 1, 1 excluded
 * @returns its place; -1 where none has a probability */
export function draw(
  logProbabilities: Float32Array,
  { temperature = 1, topP = 1 }: Omit<DrawOptions, 'topK'>,
  uniform: number,
): number {
  if (!(logProbabilities[0] > -Infinity)) return -1;
  const weights = Float64Array.from(logProbabilities, (own) => Math.exp((own - logProbabilities[0]) / temperature));
  const enough = topP * sumOf(weights);
  let kept = 0;
  let count = 0;
  while (count < weights.length && (count === 0 || kept < enough)) kept += weights[count++];
  let left = uniform * kept;
  for (let place = 0; place < count; place++) {
    left -= weights[place];
    if (left < 0) return place;
  }
  // What rounding leaves belongs to the last that can be drawn
  return weights.subarray(0, count).findLastIndex((weight) => weight > 0);
}

const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
