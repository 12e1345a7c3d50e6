import { nearest, TlcError } from '#contracts';
import type { MeasureName } from '../measures/measure.js';

/** What GLUE (Wang et al., 2018, arXiv 1804.07461, table 1) reports of a task and takes as its submission. */
export interface GlueTask {
  /** Short name, such as sst2. */
  readonly id: string;
  /** GLUE's own name, that of its data folder, such as SST-2. */
  readonly title: string;
  readonly measures: readonly MeasureName[];
  /** The words that a submission may hold; null for the scores of STS-B. */
  readonly labels: readonly string[] | null;
  /** The files of a submission: two for MNLI, whose test set has a matched and a mismatched half. */
  readonly files: readonly string[];
  /** Rows of each file: those of the public test set. */
  readonly rows: readonly number[];
}

const BINARY = ['0', '1'];
const TWO_WAY = ['entailment', 'not_entailment'];
const THREE_WAY = ['entailment', 'neutral', 'contradiction'];

/** The tasks of GLUE, with the diagnostic set AX. */
export const GLUE_TASKS: readonly GlueTask[] = [
  { id: 'cola', title: 'CoLA', measures: ['matthews'], labels: BINARY, files: ['CoLA.tsv'], rows: [1063] },
  { id: 'sst2', title: 'SST-2', measures: ['accuracy'], labels: BINARY, files: ['SST-2.tsv'], rows: [1821] },
  { id: 'mrpc', title: 'MRPC', measures: ['f1', 'accuracy'], labels: BINARY, files: ['MRPC.tsv'], rows: [1725] },
  { id: 'stsb', title: 'STS-B', measures: ['pearson', 'spearman'], labels: null, files: ['STS-B.tsv'], rows: [1379] },
  { id: 'qqp', title: 'QQP', measures: ['f1', 'accuracy'], labels: BINARY, files: ['QQP.tsv'], rows: [390_965] },
  {
    id: 'mnli',
    title: 'MNLI',
    measures: ['accuracy'],
    labels: THREE_WAY,
    files: ['MNLI-m.tsv', 'MNLI-mm.tsv'],
    rows: [9796, 9847],
  },
  { id: 'qnli', title: 'QNLI', measures: ['accuracy'], labels: TWO_WAY, files: ['QNLI.tsv'], rows: [5463] },
  { id: 'rte', title: 'RTE', measures: ['accuracy'], labels: TWO_WAY, files: ['RTE.tsv'], rows: [3000] },
  { id: 'wnli', title: 'WNLI', measures: ['accuracy'], labels: BINARY, files: ['WNLI.tsv'], rows: [146] },
  { id: 'ax', title: 'AX', measures: ['matthews'], labels: THREE_WAY, files: ['AX.tsv'], rows: [1104] },
];

/** The GLUE task of this name; `glue/sst2`, `sst2` and `SST-2` are the same.
 * @throws DATA_UNKNOWN_TASK listing the tasks there are */
export function glueTask(name: string): GlueTask {
  const id = name
    .toLowerCase()
    .replace(/^glue\//, '')
    .replace(/[-_]/g, '');
  const task = GLUE_TASKS.find((candidate) => candidate.id === id);
  if (task) return task;
  const known = GLUE_TASKS.map((candidate) => candidate.id);
  const meant = nearest(id, known);
  throw new TlcError(
    'DATA_UNKNOWN_TASK',
    `GLUE has no task ${JSON.stringify(name)}; it has ${known.join(', ')}.${meant ? ` Did you mean ${meant}?` : ''}`,
    { details: { task: name, known, ...(meant && { nearest: meant }) } },
  );
}

/** The measures that GLUE reports of a task, in its order.
 * @throws DATA_UNKNOWN_TASK */
export function glueMeasures(task: string): readonly MeasureName[] {
  return glueTask(task).measures;
}
