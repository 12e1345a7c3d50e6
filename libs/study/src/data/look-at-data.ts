import { type DataLook, type RecommendRequest, TlcError } from '#contracts';
import {
  column,
  type Examples,
  findColumns,
  findSplits,
  findTask,
  isTaskFile,
  ownTask,
  readExamples,
  readTable,
  SPLITS,
  type Task,
} from '#text';
import { quantile, wordsOfRows } from './count-words.js';
import { doubtsOf } from './doubts.js';
import { labelKind } from './label-kind.js';

/** What a request says of its data. */
type DataRequest = Pick<RecommendRequest, 'task' | 'text_columns' | 'label_column' | 'labels'>;

/** Rows that the train split needs. */
export const LEAST_ROWS = 20;

/** Reads a labelled data set and says what it is.
 * @throws TlcError what finding and reading files throws; DATA_LABELS_UNCLEAR, DATA_NO_SPLIT, DATA_TOO_SMALL */
export async function lookAtData(
  path: string,
  request: DataRequest,
): Promise<DataLook> {
  const named = await namedTask(path, request);
  const files = await findSplits(path, { fits: (columns, split) => isTaskFile(named, columns, split) });
  if (!files.train) {
    const splits = Object.keys(files);
    const message = `${path} has no train split to learn from; it has ${splits.join(', ')}`;
    throw new TlcError('DATA_NO_SPLIT', message, { details: { path, splits } });
  }
  const task = named.labels === 'found' ? await withKind(named, path, files.train) : named;
  const rows: Record<string, number> = {};
  let train: Examples | undefined;
  let known = task;
  for (const split of SPLITS) {
    const own = files[split];
    if (!own) continue;
    const examples = await readExamples(own, known, split);
    rows[split] = examples.texts.length;
    if (split === 'train') train = examples;
    if (examples.found) known = { ...known, labels: examples.found };
  }
  const { texts, pairs, labels = [] } = train as Examples;
  checkEnough(path, texts.length);
  const kind = known.labels === 'scores' ? 'regression' : 'classification';
  const words = wordsOfRows(texts, pairs);
  return {
    kind,
    texts: task.texts,
    label: task.label,
    rows,
    ...(kind === 'classification' && { classes: classesOf(labels, known) }),
    words: { median: quantile(words, 0.5), most: quantile(words, 0.99) },
    characters: charactersIn(texts, pairs),
    doubts: doubtsOf(train as Examples, kind),
  };
}

async function namedTask(path: string, request: DataRequest): Promise<Task> {
  if (request.task !== undefined) return findTask(request.task);
  const task = ownTask(request);
  const { texts } = task;
  return texts ? { ...task, texts } : { ...task, ...(await findColumns(path, request.label_column)) };
}

/** A task of the user's own whose labels are classes to be found, or scores. */
async function withKind(task: Task, path: string, files: readonly string[]): Promise<Task> {
  const labels: string[] = [];
  for (const file of files) labels.push(...column(await readTable(file), task.label));
  checkEnough(path, labels.length);
  return labelKind(labels, task.label) === 'regression' ? { ...task, labels: 'scores' } : task;
}

function checkEnough(path: string, rows: number): void {
  if (rows >= LEAST_ROWS) return;
  const message = `${path} has ${rows} rows to learn from; at least ${LEAST_ROWS} are needed`;
  throw new TlcError('DATA_TOO_SMALL', message, { details: { path, rows } });
}

function classesOf(labels: readonly string[], { labels: known, names }: Task): DataLook['classes'] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const nameOf = (label: string) => (typeof known === 'string' ? label : (names?.[known.indexOf(label)] ?? label));
  return [...counts]
    .map(([label, rows]) => ({ name: nameOf(label), rows }))
    .sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1));
}

function charactersIn(texts: readonly string[], pairs: readonly string[] = []): number {
  const seen = new Set<string>();
  for (const text of [...texts, ...pairs]) for (const character of text) seen.add(character);
  return seen.size;
}
