/** Letters of a piece, at most, as in SentencePiece. */
export const LONGEST_PIECE = 16;

/** Pieces with the logarithms of their probabilities. */
export interface UnigramModel {
  readonly pieces: readonly string[];
  readonly scores: ArrayLike<number>;
  readonly ids: ReadonlyMap<string, number>;
}

export function unigramModel(pieces: readonly string[], scores: ArrayLike<number>): UnigramModel {
  return { pieces, scores, ids: new Map(pieces.map((piece, id) => [piece, id])) };
}

/** A place in a word where a piece may stand: from the letter `from` up to the letter `to`. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly id: number;
}

/** A word with all places where pieces of the model stand, ordered by their ends, then by their beginnings. */
export interface Lattice {
  readonly length: number;
  readonly edges: readonly Edge[];
}

export function latticeOf(word: string, { ids }: UnigramModel): Lattice {
  const ends = [0];
  for (const letter of word) ends.push(ends[ends.length - 1] + letter.length);
  const length = ends.length - 1;
  const edges: Edge[] = [];
  for (let to = 1; to <= length; to++) {
    for (let from = Math.max(0, to - LONGEST_PIECE); from < to; from++) {
      const id = ids.get(word.slice(ends[from], ends[to]));
      if (id !== undefined) edges.push({ from, to, id });
    }
  }
  return { length, edges };
}

/** Adds how often each piece is expected in a word, over all its segmentations by their probabilities (Kudo 2018, arXiv 1804.10959,
 * section 3.2), by the forward-backward algorithm.
 * @param times the word counts
 * @param expected by the ids of pieces, which is added to
 * @returns the logarithm of the word's probability; -Infinity where no pieces make it, and nothing is added */
export function addExpected(
  { length, edges }: Lattice,
  { scores }: UnigramModel,
  times: number,
  expected: Float64Array,
): number {
  const forward = new Float64Array(length + 1).fill(-Infinity);
  const backward = new Float64Array(length + 1).fill(-Infinity);
  forward[0] = 0;
  backward[length] = 0;
  for (const { from, to, id } of edges) forward[to] = sumOfLogs(forward[to], forward[from] + scores[id]);
  const whole = forward[length];
  if (whole === -Infinity) return whole;
  // From the last end to the first: what begins at an end is complete by then
  for (let i = edges.length - 1; i >= 0; i--) {
    const { from, to, id } = edges[i];
    expected[id] += times * Math.exp(forward[from] + scores[id] + backward[to] - whole);
    backward[from] = sumOfLogs(backward[from], backward[to] + scores[id]);
  }
  return whole;
}

/** The most probable segmentation of a word: ids of its pieces, with the logarithm of its probability; undefined where there is none.
 * @param without a piece that does not take part */
export function bestPath(
  { length, edges }: Lattice,
  { scores }: UnigramModel,
  without?: number,
): { readonly ids: readonly number[]; readonly score: number } | undefined {
  const best = new Float64Array(length + 1).fill(-Infinity);
  const last: Edge[] = [];
  best[0] = 0;
  for (const edge of edges) {
    const score = best[edge.from] + scores[edge.id];
    if (edge.id === without || score <= best[edge.to]) continue;
    best[edge.to] = score;
    last[edge.to] = edge;
  }
  if (best[length] === -Infinity) return undefined;
  const ids: number[] = [];
  for (let at = length; at > 0; at = last[at].from) ids.push(last[at].id);
  return { ids: ids.reverse(), score: best[length] };
}

/** log(eᵃ + eᵇ) */
function sumOfLogs(a: number, b: number): number {
  if (a === -Infinity) return b;
  if (b === -Infinity) return a;
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}
