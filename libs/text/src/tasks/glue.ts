import { nearest, TlcError } from '#contracts';
import { SPLITS } from '../files/split-names.js';
import type { Task } from './task.js';

const BINARY = ['0', '1'];
const PAIR = ['sentence1', 'sentence2'] as const;
const TWO_WAY = ['entailment', 'not_entailment'];
const THREE_WAY = ['entailment', 'neutral', 'contradiction'];

/** The tasks of GLUE (Wang et al., 2018, arXiv 1804.07461) as its archive of tab-separated files has them. Labels are
 * the words that stand in the files; classes are called as the data sets of the hub (`nyu-mll/glue`) call them. */
export const GLUE_FILES: Readonly<Record<string, Task>> = {
  'glue/cola': {
    name: 'glue/cola',
    texts: ['sentence'],
    label: 'label',
    labels: BINARY,
    names: ['unacceptable', 'acceptable'],
    headless: ['source', 'label', 'mark', 'sentence'],
  },
  'glue/sst2': {
    name: 'glue/sst2',
    texts: ['sentence'],
    label: 'label',
    labels: BINARY,
    names: ['negative', 'positive'],
  },
  'glue/mrpc': {
    name: 'glue/mrpc',
    texts: ['#1 String', '#2 String'],
    label: 'Quality',
    labels: BINARY,
    names: ['not_equivalent', 'equivalent'],
  },
  'glue/stsb': { name: 'glue/stsb', texts: PAIR, label: 'score', labels: 'scores', highestScore: 5 },
  'glue/qqp': {
    name: 'glue/qqp',
    texts: ['question1', 'question2'],
    label: 'is_duplicate',
    labels: BINARY,
    names: ['not_duplicate', 'duplicate'],
    skipWrongRows: true,
  },
  'glue/mnli': { name: 'glue/mnli', texts: PAIR, label: 'gold_label', labels: THREE_WAY, splits: SPLITS },
  'glue/qnli': { name: 'glue/qnli', texts: ['question', 'sentence'], label: 'label', labels: TWO_WAY },
  'glue/rte': { name: 'glue/rte', texts: PAIR, label: 'label', labels: TWO_WAY },
  'glue/wnli': {
    name: 'glue/wnli',
    texts: PAIR,
    label: 'label',
    labels: BINARY,
    names: ['not_entailment', 'entailment'],
  },
  'glue/ax': { name: 'glue/ax', texts: PAIR, label: 'label', labels: THREE_WAY, splits: ['test'] },
};

/** The task of this name; `glue/sst2`, `sst2` and `SST-2` are the same.
 * @throws TlcError DATA_UNKNOWN_TASK listing the tasks there are, with the nearest */
export function findTask(name: string): Task {
  const id = `glue/${name
    .toLowerCase()
    .replace(/^glue\//, '')
    .replace(/[-_]/g, '')}`;
  if (Object.hasOwn(GLUE_FILES, id)) return GLUE_FILES[id];
  const known = Object.keys(GLUE_FILES);
  const near = nearest(id, known);
  const hint = near ? ` Did you mean ${near}?` : '';
  throw new TlcError('DATA_UNKNOWN_TASK', `${JSON.stringify(name)} is not one of ${known.join(', ')}.${hint}`, {
    details: { task: name, known, nearest: near },
  });
}
