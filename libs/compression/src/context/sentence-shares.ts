import { type Head, answersFor } from '#families';
import { IGNORED } from '#models';
import type { Batch } from '#text';

/** Where the sentences of a batch lie, pairs that are answered together as one, and what the gradient of the batch's mean loss
 * is multiplied by in each row to be that of its own sentence's mean loss: the answers of the batch over those of the sentence;
 * 0 where it has none. */
export function sentenceShares(batch: Batch, head: Head): { starts: Int32Array; factors: Float32Array } {
  const { starts: all, ids, together = 1 } = batch;
  const starts = all.filter((_, i) => i % together === 0);
  const answers = answersOf(batch, head, starts);
  const total = answers.reduce((sum, own) => sum + own, 0);
  const factors = new Float32Array(ids.length);
  answers.forEach((own, i) => factors.fill(own > 0 ? total / own : 0, starts[i], starts[i + 1]));
  return { starts, factors };
}

/** How many answers the loss of each sentence is a mean over. */
function answersOf({ masked, target, labels }: Batch, head: Head, starts: Int32Array): number[] {
  const counted = (isAnswer: (row: number) => boolean) =>
    Array.from(starts.subarray(1), (end, i) => {
      let count = 0;
      for (let row = starts[i]; row < end; row++) if (isAnswer(row)) count++;
      return count;
    });
  switch (answersFor(head)) {
    case 'masked': {
      const rows = new Set(masked?.rows);
      return counted((row) => rows.has(row));
    }
    case 'target':
      return Array.from(target!.starts.subarray(1), (end, i) => end - target!.starts[i]);
    case 'tokens':
      if (head.kind !== 'question-answering') return counted((row) => labels?.[row] !== IGNORED);
  }
  return Array.from(starts.subarray(1), () => 1);
}
