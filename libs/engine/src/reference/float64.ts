/** The operations in float64 and plain loops, row by row: what the tests hold the engine to. Not part of the engine. */
export type Numbers = Float64Array;

/** x Wᵀ + b: x [rows, inner], weight [columns, inner], bias [columns] or null. */
export function product(x: Numbers, weight: Numbers, bias: Numbers | null, inner: number): Numbers {
  const rows = x.length / inner;
  const columns = weight.length / inner;
  const result = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      let sum = bias ? bias[c] : 0;
      for (let i = 0; i < inner; i++) sum += x[r * inner + i] * weight[c * inner + i];
      result[r * columns + c] = sum;
    }
  }
  return result;
}

/** The error function by its Maclaurin series: good to 1e-9 where |x| < 4. */
export function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

export const gelu = (x: Numbers): Numbers => x.map((value) => (value / 2) * (1 + erf(value * Math.SQRT1_2)));

export function layerNorm(x: Numbers, gain: Numbers, bias: Numbers | null, epsilon: number): Numbers {
  const hidden = gain.length;
  const result = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += hidden) {
    const row = x.subarray(start, start + hidden);
    const mean = row.reduce((a, b) => a + b, 0) / hidden;
    const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / hidden;
    row.forEach(
      (value, i) => (result[start + i] = (gain[i] * (value - mean)) / Math.sqrt(variance + epsilon) + (bias?.[i] ?? 0)),
    );
  }
  return result;
}

export function logSumExp(values: Numbers): number {
  const largest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

/** Mean cross entropy of rows of logits, targets smoothed as PyTorch does, rows of label `ignore` left out. */
export function crossEntropy(logits: Numbers, labels: ArrayLike<number>, smoothing = 0, ignore = -1): number {
  const classes = logits.length / labels.length;
  let sum = 0;
  let counted = 0;
  Array.from(labels).forEach((label, r) => {
    if (label === ignore) return;
    const row = logits.subarray(r * classes, (r + 1) * classes);
    const mean = row.reduce((a, b) => a + b, 0) / classes;
    sum += logSumExp(row) - (1 - smoothing) * row[label] - smoothing * mean;
    counted++;
  });
  return sum / counted;
}

/** How one query of a head attends: what a key's score is multiplied by and increased by, and whether it is seen at all. */
export interface Attends {
  readonly scale?: number;
  readonly bias?: (head: number, query: number, key: number) => number;
  readonly sees?: (query: number, key: number) => boolean;
}

/** Attention over sentences of q [query rows, hidden] and k, v [key rows, hidden], one query and head at a time. */
export function attention(
  [q, k, v]: readonly Numbers[],
  queryStarts: ArrayLike<number>,
  keyStarts: ArrayLike<number>,
  heads: number,
  hidden: number,
  { scale = Math.sqrt(heads / hidden), bias = () => 0, sees = () => true }: Attends = {},
): Numbers {
  const size = hidden / heads;
  const result = new Float64Array(q.length);
  const sentenceOf = (row: number) => Array.from(queryStarts).findIndex((start) => start > row) - 1;
  for (let row = 0; row < q.length / hidden; row++) {
    const sentence = sentenceOf(row);
    const first = keyStarts[sentence];
    const end = keyStarts[sentence + 1];
    const query = row - queryStarts[sentence];
    for (let at = 0; at < hidden; at += size) {
      const scores = Float64Array.from({ length: end - first }, (_, j) => {
        let dot = 0;
        for (let i = at; i < at + size; i++) dot += q[row * hidden + i] * k[(first + j) * hidden + i];
        return sees(query, j) ? dot * scale + bias(at / size, query, j) : -Infinity;
      });
      const total = logSumExp(scores);
      scores.forEach((score, j) => {
        for (let i = at; i < at + size; i++) {
          result[row * hidden + i] += Math.exp(score - total) * v[(first + j) * hidden + i];
        }
      });
    }
  }
  return result;
}

/** Columns `from` to before `to` of rows of `width`. */
export function columns(x: Numbers, width: number, from: number, to: number): Numbers {
  return x.filter((_, i) => i % width >= from && i % width < to);
}
