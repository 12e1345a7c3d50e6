import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import { glueSubmission } from '#metrics';
import type { Dataset } from '#text';
import type { Predictions } from './predict.js';
import type { Measuring } from './measuring.js';

/** Writes `predictions.tsv` (index, answer, then each logit) and, where the config asks for it, the file that GLUE takes.
 * @throws TlcError DATA_UNKNOWN_TASK for a submission of a task that is not GLUE's */
export async function writePredictions(
  folder: string,
  dataset: Dataset,
  { submission, split }: Pick<Measuring, 'submission' | 'split'>,
  { answers, logits, width }: Predictions,
): Promise<void> {
  const words = Array.from(answers, (answer) => dataset.labels?.[answer] ?? answer);
  const names = dataset.labels ?? ['score'];
  const rows = words.map((word, n) => [n, word, ...logits.subarray(n * width, (n + 1) * width)].join('\t'));
  const head = ['index', 'prediction', ...names.map((name) => `logit_${name}`)].join('\t');
  await writeFile(join(folder, 'predictions.tsv'), `${[head, ...rows].join('\n')}\n`);
  if (!submission) return;
  if (!dataset.task) throw new TlcError('DATA_UNKNOWN_TASK', 'a submission file is only for a task of GLUE');
  const { file, text } = glueSubmission(dataset.task, words, { mismatched: split === 'test_mismatched' });
  await writeFile(join(folder, file), text);
}
