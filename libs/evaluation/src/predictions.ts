import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { confusion, glueSubmission, glueTask } from '#metrics';
import type { Dataset, SplitName } from '#text';
import type { Predictions } from './predict.js';
import type { Measuring } from './measuring.js';

/** Of STS-B, whose scores alone are similarities in GLUE: a cosine is the share of it. */
const HIGHEST = 5;

/** Writes `predictions.tsv` (index, answer, then each logit); of classes with gold labels `confusion.tsv`, how often each
 * gold class (row) got each answer (column); and, where the config asks for it, the file that GLUE takes.
 * @throws TlcError DATA_UNKNOWN_TASK for a submission of a task that is not GLUE's */
export async function writePredictions(
  folder: string,
  dataset: Dataset,
  { submission, split }: Pick<Measuring, 'submission' | 'split'>,
  { answers, logits, width }: Predictions,
): Promise<void> {
  const words = Array.from(answers, (answer) => dataset.labels?.[answer] ?? answer);
  const names = dataset.labels ?? [dataset.objective === 'similarity' ? 'cosine' : 'score'];
  const rows = words.map((word, n) => [n, word, ...logits.subarray(n * width, (n + 1) * width)].join('\t'));
  const head = ['index', 'prediction', ...names.map((name) => `logit_${name}`)].join('\t');
  await writeFile(join(folder, 'predictions.tsv'), `${[head, ...rows].join('\n')}\n`);
  await writeConfusion(folder, dataset, split, answers);
  if (!submission) return;
  const { task = '', objective } = dataset;
  // GLUE takes the labels of its files, which are not always the names of the classes
  const taken = glueTask(task).labels;
  const unit = objective === 'similarity' ? HIGHEST : 1;
  const submitted = Array.from(answers, (answer) => taken?.[answer] ?? unit * answer);
  const { file, text } = glueSubmission(task, submitted, { mismatched: split === 'test_mismatched' });
  await writeFile(join(folder, file), text);
}

async function writeConfusion(
  folder: string,
  { labels, splits }: Dataset,
  split: string,
  answers: Predictions['answers'],
): Promise<void> {
  const gold = splits[split as SplitName]?.labels;
  if (!labels || !gold) return;
  const table = confusion(gold, answers);
  const rows = labels.map((label, i) => [label, ...labels.map((_, j) => table[i]?.[j] ?? 0)].join('\t'));
  await writeFile(join(folder, 'confusion.tsv'), `${[['gold', ...labels].join('\t'), ...rows].join('\n')}\n`);
}
