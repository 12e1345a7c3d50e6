import { TlcError } from '#contracts';
import { toFixedHalfEven } from '../decimals.js';
import { glueTask, type GlueTask } from './tasks.js';

/** One file of a GLUE submission. */
export interface GlueSubmission {
  /** Its name as GLUE asks for it, such as SST-2.tsv. */
  readonly file: string;
  /** Its content: tab-separated, with the header `index`, `prediction`. */
  readonly text: string;
}

export interface GlueSubmissionOptions {
  /** The `index` column of the test file, where it does not count from 0. */
  readonly indices?: readonly (number | string)[];
  /** For MNLI: the mismatched half of the test set. */
  readonly mismatched?: boolean;
}

/** STS-B is rated from 0 to 5; a regression may give a little more or less. */
const RATING = { low: 0, high: 5 };

function cell(task: GlueTask, prediction: string | number, row: number): string {
  if (task.labels) {
    const label = String(prediction);
    if (task.labels.includes(label)) return label;
  } else if (typeof prediction === 'number' && !Number.isNaN(prediction)) {
    return toFixedHalfEven(Math.max(RATING.low, Math.min(RATING.high, prediction)), 3);
  }
  const taken = task.labels ? task.labels.join(', ') : 'a number';
  throw new TlcError(
    'DATA_UNKNOWN_LABEL',
    `The prediction in row ${row} is ${prediction}; ${task.title} takes ${taken}.`,
    { details: { task: task.id, row, prediction: String(prediction) } },
  );
}

/** Checks that predictions for a split are what GLUE takes: those for the public test set of one of its tasks, all of it.
 * @param rows of the split; left out where they are not known yet
 * @throws DATA_UNKNOWN_TASK; CONFIG_WRONG_VALUE for another split; DATA_NO_SPLIT where rows of the test set are missing */
export function checkSubmission(task: string | undefined, split: string, rows?: number): void {
  if (!task?.startsWith('glue/')) {
    throw new TlcError('DATA_UNKNOWN_TASK', 'a submission file is only for a task of GLUE');
  }
  const { title, files, rows: wanted, id } = glueTask(task);
  const splits = ['test', 'test_mismatched'].slice(0, files.length);
  const file = splits.indexOf(split);
  if (file < 0) {
    const message = `submission: GLUE takes predictions for the test set of ${title} (split: ${splits.join(' or ')}), not for ${split}`;
    throw new TlcError('CONFIG_WRONG_VALUE', message, { details: { task: id, split } });
  }
  if (rows === undefined || rows === wanted[file]) return;
  const message = `submission: GLUE takes predictions for all ${wanted[file]} rows of the test set of ${title}; the ${split} split has ${rows}`;
  throw new TlcError('DATA_NO_SPLIT', message, { details: { task: id, split, rows, expected: wanted[file] } });
}

/** The file that gluebenchmark.com takes for a task. `predictions`, in the order of the test file, are labels in words
 * (`0` and `1` where the task has no words), or for STS-B scores, which are clipped to 0..5 and get 3 decimals.
 * @throws DATA_UNKNOWN_TASK, DATA_UNKNOWN_LABEL, FILE_EMPTY, TEXT_LENGTH_MISMATCH if there are fewer or more indices */
export function glueSubmission(
  task: string,
  predictions: readonly (string | number)[],
  options: GlueSubmissionOptions = {},
): GlueSubmission {
  const known = glueTask(task);
  const file = known.files[options.mismatched ? 1 : 0];
  if (!file) {
    throw new TlcError('CONFIG_WRONG_VALUE', `${known.title} has no mismatched half; only MNLI has.`, {
      details: { task: known.id },
    });
  }
  const indices = options.indices ?? predictions.map((_, row) => row);
  if (predictions.length === 0) throw new TlcError('FILE_EMPTY', `There are no predictions for ${file}.`);
  if (indices.length !== predictions.length) {
    throw new TlcError(
      'TEXT_LENGTH_MISMATCH',
      `There are ${indices.length} indices, but ${predictions.length} predictions for ${file}.`,
      { details: { indices: indices.length, predictions: predictions.length } },
    );
  }
  const rows = predictions.map((prediction, row) => `${indices[row]}\t${cell(known, prediction, row)}\n`);
  return { file, text: `index\tprediction\n${rows.join('')}` };
}
