/** Which zeros a matrix [out, in] has: of each `of` consecutive inputs of an output `kept` stay at most (N:M sparsity, Zhou et
 * al. 2021, arXiv 2102.04010). */
export interface Pattern {
  readonly kept: number;
  readonly of: number;
}

/** Names of patterns, as keys have them. */
export const PATTERNS = ['none', '1:4', '2:4', '4:8'] as const;

/** The pattern of a name; undefined where zeros may lie anywhere. */
export function patternOf(name: string): Pattern | undefined {
  if (name === 'none') return undefined;
  const [kept, of] = name.split(':').map(Number);
  return { kept, of };
}

/** How many weights of a matrix a pattern makes zero, whose inputs are a multiple of the pattern's. */
export const patternZeros = ([rows, columns]: readonly number[], { kept, of }: Pattern): number =>
  (rows * columns * (of - kept)) / of;
