import { type DataLook, type RecommendRequest, TlcError } from '#contracts';
import {
  column,
  examplesOf,
  findColumns,
  findSplits,
  findTask,
  isTaskFile,
  ownTask,
  readExamples,
  readTables,
  SPLITS,
  type Table,
  type Task,
} from '#text';
import { quantile, wordsOfRows } from './count-words.js';
import { doubtsOf } from './doubts.js';
import { labelCounts } from './label-counts.js';
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
  const tables = await readTables(files.train, named, 'train');
  checkEnough(path, tables);
  const task = named.labels === 'found' ? withKind(named, tables) : named;
  const train = examplesOf(tables, task, 'train');
  const known = train.found ? { ...task, labels: train.found } : task;
  const { texts, pairs, labels = [] } = train;
  const rows: Record<string, number> = { train: texts.length };
  for (const split of SPLITS) {
    const own = split === 'train' ? undefined : files[split];
    if (own) rows[split] = (await readExamples(own, known, split)).texts.length;
  }
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
    doubts: doubtsOf(train, kind),
  };
}

async function namedTask(path: string, request: DataRequest): Promise<Task> {
  if (request.task !== undefined) return findTask(request.task);
  const task = ownTask(request);
  const { texts } = task;
  return texts ? { ...task, texts } : { ...task, ...(await findColumns(path, request.label_column)) };
}

/** A task of the user's own whose labels are classes to be found, or scores. */
function withKind(task: Task, tables: readonly Table[]): Task {
  const labels = tables.flatMap((table) => column(table, task.label));
  return labelKind(labels, task.label) === 'regression' ? { ...task, labels: 'scores' } : task;
}

function checkEnough(path: string, tables: readonly Table[]): void {
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0);
  if (rows >= LEAST_ROWS) return;
  const message = `${path} has ${rows} rows to learn from; at least ${LEAST_ROWS} are needed`;
  throw new TlcError('DATA_TOO_SMALL', message, { details: { path, rows } });
}

function classesOf(labels: readonly string[], { labels: known, names }: Task): DataLook['classes'] {
  const nameOf = (label: string) => (typeof known === 'string' ? label : (names?.[known.indexOf(label)] ?? label));
  return [...labelCounts(labels)]
    .map(([label, rows]) => ({ name: nameOf(label), rows }))
    .sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1));
}

function charactersIn(texts: readonly string[], pairs: readonly string[] = []): number {
  const seen = new Set<string>();
  for (const text of [...texts, ...pairs]) for (const character of text) seen.add(character);
  return seen.size;
}
