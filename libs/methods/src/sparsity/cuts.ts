import { namePattern, wrongValue } from '#contracts';
import { type ParameterShape, sizeOf } from '#families';
import { nearestTo } from '../nearest-to.js';
import { zerosOf } from './sparse-shape.js';

/** Matrices whose weights are compared with each other, and which share of them becomes zero. */
export interface SparsityCut {
  readonly names: readonly string[];
  readonly sparsity: number;
}

/** What a config says of where weights are compared, and how many of them go. */
export interface CutChoice {
  readonly sparsity: number;
  /** In each matrix; anything else: over all of them. */
  readonly scope: string;
  /** The sparsity of some matrices, by their names or patterns: these are cut by themselves. */
  readonly rates?: Readonly<Record<string, number>>;
}

/** The cuts by which the sparsity of some matrices is reached. Of several patterns that a name matches the last counts.
 * @throws TlcError CONFIG_WRONG_VALUE for a pattern that none of the names matches */
export function sparsityCuts(
  names: Iterable<string>,
  { sparsity, scope, rates = {} }: CutChoice,
): readonly SparsityCut[] {
  const all = [...names];
  const own = new Map<string, number>();
  for (const [entry, rate] of Object.entries(rates)) {
    const pattern = namePattern(entry);
    const found = all.filter((name) => pattern.test(name));
    if (found.length === 0) {
      throw wrongValue('rates', entry, `the name of a weight to prune, such as ${nearestTo(entry, all)}`);
    }
    for (const name of found) own.set(name, rate);
  }
  const single = all.filter((name) => own.has(name) || scope === 'tensor');
  const joint = all.filter((name) => !own.has(name) && scope !== 'tensor');
  return [
    ...(joint.length > 0 ? [{ names: joint, sparsity }] : []),
    ...single.map((name) => ({ names: [name], sparsity: own.get(name) ?? sparsity })),
  ];
}

/** How many weights of each matrix become zero, by name, for a plan: those of a cut are taken to be spread evenly over its
 * matrices, which makes no difference to their sum.
 * @param unit weights that go together */
export function zerosOfCuts(
  cuts: readonly SparsityCut[],
  parameters: readonly Pick<ParameterShape, 'name' | 'shape'>[],
  unit = 1,
): ReadonlyMap<string, number> {
  const sizes = new Map(parameters.map(({ name, shape }) => [name, sizeOf(shape) / unit]));
  const zeros = new Map<string, number>();
  for (const { names, sparsity } of cuts) {
    let size = 0;
    for (const name of names) {
      const before = zerosOf(size, sparsity);
      size += sizes.get(name)!;
      zeros.set(name, unit * (zerosOf(size, sparsity) - before));
    }
  }
  return zeros;
}
