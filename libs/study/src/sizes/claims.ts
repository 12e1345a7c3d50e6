import { type Accuracy, type Estimate, type Estimator, type Group, multiBootstrap } from './multi-bootstrap.js';

/** What is held by the paper (Li et al. 2020, arXiv 2002.11794), and what a study says of it. */
export interface Claim {
  readonly claim: string;
  /** `undecided` where the interval holds zero; also where there are too few seeds. */
  readonly verdict: 'supported' | 'not supported' | 'undecided';
  /** What was estimated. */
  readonly what: string;
  /** In points of accuracy. */
  readonly points: Estimate;
}

/** A group of models with the bytes of one. */
export interface SizedGroup extends Group {
  /** Values in its tensors. */
  readonly parameters: number;
  readonly bytes: number;
  readonly bits?: number;
  readonly sparsity?: number;
}

/** Seeds below which nothing is decided. */
const LEAST_SEEDS = 3;

/** What models that nothing was done to are called. */
export const DENSE = 'dense';

/** The paper's four claims, as far as the models of one training time decide them.
 * @param groups all trained for the same seconds
 * @param estimate over all of their examples */
export function claimsOf(groups: readonly SizedGroup[], estimate: Estimator = multiBootstrap(groups)): Claim[] {
  const isFew = groups.some(({ seeds }) => seeds.length < LEAST_SEEDS);
  const claim = (text: string, what: string, points: Estimate): Claim => {
    const decided = points.low > 0 ? 'supported' : points.high < 0 ? 'not supported' : 'undecided';
    return { claim: text, verdict: isFew ? 'undecided' : decided, what, points };
  };
  const dense = groups.filter(({ form }) => form === DENSE);
  const slope = (value: (accuracy: Accuracy, size: string) => number) => (accuracy: Accuracy) =>
    100 *
    slopeOf(
      dense.map(({ parameters }) => Math.log2(parameters)),
      dense.map(({ size }) => value(accuracy, size)),
    );
  const claims = [
    claim(
      'Larger models are better after the same seconds of training.',
      'accuracy gained by a doubling of the parameters',
      estimate(slope((accuracy, size) => accuracy(size, DENSE))),
    ),
  ];
  for (const [kind, text] of [
    ['bits', 'Larger models lose less when their weights are quantized.'],
    ['sparsity', 'Larger models lose less when their weights are pruned.'],
  ] as const) {
    const forms = [...new Set(groups.filter((group) => group[kind] !== undefined).map(({ form }) => form))];
    if (forms.length === 0) continue;
    const kept = (accuracy: Accuracy, size: string) =>
      mean(forms.map((form) => accuracy(size, form) - accuracy(size, DENSE)));
    claims.push(claim(text, 'loss spared by a doubling of the parameters', estimate(slope(kept))));
  }
  const pair = rivals(groups);
  if (pair) {
    const [large, small] = pair;
    const name = ({ size, form }: Group) => (form === DENSE ? size : `${size} ${form}`);
    claims.push(
      claim(
        'Of models of as many bytes, a large one compressed hard is better than a small one compressed lightly.',
        `${name(large)} against ${name(small)}, chosen on one half of the examples and compared on the other`,
        multiBootstrap(pair, { examples: oddExamples(groups) })(
          (accuracy) => 100 * (accuracy(large.size, large.form) - accuracy(small.size, small.form)),
        ),
      ),
    );
  }
  return claims;
}

/** The smallest size in its largest form of weights that were made smaller, or else whole; and the best model of a larger size
 * in no more bytes. They are chosen on the even examples, so that the odd ones can judge them. */
function rivals(groups: readonly SizedGroup[]): readonly [SizedGroup, SizedGroup] | undefined {
  const sizes = [...groups].filter(({ form }) => form === DENSE).sort((a, b) => a.parameters - b.parameters);
  const right = (group: SizedGroup) =>
    mean(group.seeds.map((answers) => mean(evenExamples(groups).map((i) => answers[i]))));
  for (const { size } of sizes.slice(0, -1)) {
    const forms = groups.filter((group) => group.size === size && group.form !== DENSE);
    const light = forms.sort((a, b) => b.bytes - a.bytes)[0];
    if (!light) continue;
    const larger = sizes.slice(sizes.findIndex((each) => each.size === size) + 1).map((each) => each.size);
    const fitting = groups.filter((group) => larger.includes(group.size) && group.bytes <= light.bytes);
    const best = fitting.sort((a, b) => right(b) - right(a))[0];
    if (best) return [best, light];
  }
  return undefined;
}

const examplesOf = (groups: readonly Group[]) => [...groups[0].seeds[0].keys()];
const evenExamples = (groups: readonly Group[]) => examplesOf(groups).filter((i) => i % 2 === 0);
const oddExamples = (groups: readonly Group[]) => examplesOf(groups).filter((i) => i % 2 === 1);

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The slope of the straight line with the least squared error. */
function slopeOf(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  const across = x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return across / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}
