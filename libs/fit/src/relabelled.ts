import type { Split } from '#text';

/** A split with the classes of a head instead of those of the data set.
 * @param permutation the head's class for each class of the data set, where they are not in one order */
export function relabelled(split: Split, permutation: readonly number[] | undefined): Split {
  if (!permutation || !split.labels) return split;
  return { ...split, labels: Int32Array.from(split.labels, (label) => permutation[label]) };
}
