/** Why a pair is left out, in the order in which that is asked, and what is said of it. */
const REASONS = {
  empty: 'one of their sides is empty',
  duplicate: 'the same pair stands before',
  held_out: 'their source is one of another split',
  copied: 'both sides are the same',
  short: 'one of their sides is too short',
  long: 'one of their sides is too long',
  uneven: 'one of their sides is too long for the other',
} as const;

export type DropReason = keyof typeof REASONS;

/** Pairs that were left out, by the first reason for it. */
export type Dropped = Partial<Record<DropReason, number>>;

/** Tells how many pairs of a split were left out, and why.
 * @param limits of tokens, to be named */
export function tellDropped(
  split: string,
  pairs: number,
  dropped: Dropped,
  limits: { readonly shortest?: number; readonly longest: number; readonly ratio?: number },
  tell?: (text: string) => void,
): void {
  const said: Partial<Record<DropReason, string>> = {
    short: `one of their sides has fewer than ${limits.shortest} tokens`,
    long: `one of their sides has more than ${limits.longest} tokens`,
    uneven: `one of their sides has more than ${limits.ratio} times the tokens of the other`,
  };
  for (const [reason, count] of Object.entries(dropped) as [DropReason, number][]) {
    tell?.(`${split}: ${count} of ${pairs} pairs left out: ${said[reason] ?? REASONS[reason]}`);
  }
}
