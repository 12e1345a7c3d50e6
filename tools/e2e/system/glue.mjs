import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SENTENCES = new URL('../../../data/SST-2/dev.tsv', import.meta.url);
const [TRAIN, DEV] = [16, 12];

/** Rows of GLUE's test sets: a submission is of all of them. @type {Record<string, number[]>} */
const TEST = { RTE: [3000], 'STS-B': [1379], MNLI: [9796, 9847], AX: [1104] };

/** Columns of the files, and the n-th row's label. @type {Record<string, { columns: string[], label: (n: number) => string }>} */
const TASKS = {
  RTE: { columns: ['index', 'sentence1', 'sentence2', 'label'], label: (n) => ['entailment', 'not_entailment'][n % 2] },
  'STS-B': {
    columns: ['index', 'sentence1', 'sentence2', 'score'],
    label: (n) => ((n % 6) - 0.5 * (n % 2)).toFixed(3),
  },
  MNLI: {
    columns: ['index', 'sentence1', 'sentence2', 'gold_label'],
    label: (n) => ['entailment', 'neutral', 'contradiction'][n % 3],
  },
};

/**
 * Writes folders as those of GLUE, a few rows to train on: RTE, STS-B, MNLI with its two halves, and the diagnostic set AX.
 * Their sentences are those of SST-2, of test sets two words each; their labels follow from the number of the row.
 *
 * @param {string} folder
 */
export async function writeGlue(folder) {
  const [, ...sentences] = (await readFile(SENTENCES, 'utf8')).trimEnd().split('\n');
  let next = 0;
  const sentence = () => sentences[next++ % sentences.length].split('\t')[0].trim();
  const words = () => sentence().split(' ', 2).join(' ');
  for (const [task, { columns, label }] of Object.entries(TASKS)) {
    await mkdir(join(folder, task), { recursive: true });
    const halves = task === 'MNLI' ? ['_matched', '_mismatched'] : [''];
    /** @type {(name: string, rows: number, titles: string[]) => Promise<void>} */
    const write = (name, rows, titles) => {
      const lines = Array.from({ length: rows }, (_, n) => {
        const text = name.startsWith('test') ? words : sentence;
        return [n, text(), text(), label(n)].slice(0, titles.length);
      });
      return writeFile(
        join(folder, task, `${name}.tsv`),
        [titles, ...lines].map((row) => `${row.join('\t')}\n`).join(''),
      );
    };
    await write('train', TRAIN, columns);
    for (const [n, half] of halves.entries()) {
      await write(`dev${half}`, DEV, columns);
      await write(`test${half}`, TEST[task][n], columns.slice(0, -1));
    }
  }
  await mkdir(join(folder, 'AX'));
  const pairs = Array.from({ length: TEST.AX[0] }, (_, n) => `${n}\t${words()}\t${words()}\n`);
  await writeFile(join(folder, 'AX/diagnostic.tsv'), `index\tsentence1\tsentence2\n${pairs.join('')}`);
}

/**
 * The labels of a dev set, in words.
 *
 * @param {string} task
 */
export const goldOf = (task) => Array.from({ length: DEV }, (_, n) => TASKS[task].label(n));
