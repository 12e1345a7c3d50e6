import type { Batch, Target } from '#text';

/** The two halves of a batch, cut between two sentences where its rows are nearest to half; undefined for a batch of one
 * sentence, or of one pair that belongs together. */
export function halvesOf(batch: Batch): [Batch, Batch] | undefined {
  const { starts, together = 1 } = batch;
  const sentences = starts.length - 1;
  if (sentences < 2 * together) return undefined;
  const half = starts[sentences] / 2;
  let cut = together;
  for (let i = 2 * together; i < sentences; i += together)
    if (Math.abs(starts[i] - half) < Math.abs(starts[cut] - half)) cut = i;
  return [part(batch, 0, cut), part(batch, cut, sentences)];
}

/** The sentences `from` to `to` − 1. */
function part(batch: Batch, from: number, to: number): Batch {
  const { ids, positions, types, starts, labels, masked, target, ...rest } = batch;
  const [first, last] = [starts[from], starts[to]];
  const inside = (row: number) => row >= first && row < last;
  return {
    ...rest,
    ids: ids.subarray(first, last),
    positions: positions.subarray(first, last),
    types: types.subarray(first, last),
    starts: starts.slice(from, to + 1).map((start) => start - first),
    ...(labels && { labels: labels.subarray(from, to) }),
    ...(target && { target: partOfTarget(target, from, to) }),
    ...(masked && {
      masked: {
        rows: masked.rows.filter(inside).map((row) => row - first),
        labels: masked.labels.filter((_, i) => inside(masked.rows[i])),
      },
    }),
  };
}

function partOfTarget({ ids, positions, labels, starts }: Target, from: number, to: number): Target {
  const [first, last] = [starts[from], starts[to]];
  return {
    ids: ids.subarray(first, last),
    positions: positions.subarray(first, last),
    labels: labels.subarray(first, last),
    starts: starts.slice(from, to + 1).map((start) => start - first),
  };
}
