import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SENTENCES = new URL('../../../data/SST-2/dev.tsv', import.meta.url);
const [TRAIN, DEV, TEST] = [16, 12, 7];

/** Columns of the files, and the n-th row's label. @type {Record<string, { columns: string[], label: (n: number) => string }>} */
const TASKS = {
  RTE: { columns: ['index', 'sentence1', 'sentence2', 'label'], label: (n) => ['entailment', 'not_entailment'][n % 2] },
  'STS-B': { columns: ['index', 'sentence1', 'sentence2', 'score'], label: (n) => ((n % 6) - 0.5 * (n % 2)).toFixed(3) },
  MNLI: {
    columns: ['index', 'sentence1', 'sentence2', 'gold_label'],
    label: (n) => ['entailment', 'neutral', 'contradiction'][n % 3],
  },
};

/**
 * Writes folders as those of GLUE, a few rows each: RTE, STS-B, MNLI with its two halves, and the diagnostic set AX. Their
 * sentences are those of SST-2, their labels follow from the number of the row.
 *
 * @param {string} folder
 */
export async function writeGlue(folder) {
  const [, ...sentences] = (await readFile(SENTENCES, 'utf8')).trimEnd().split('\n');
  let next = 0;
  const sentence = () => sentences[next++].split('\t')[0].trim();
  for (const [task, { columns, label }] of Object.entries(TASKS)) {
    await mkdir(join(folder, task), { recursive: true });
    const halves = task === 'MNLI' ? ['_matched', '_mismatched'] : [''];
    /** @type {(name: string, rows: number, titles: string[]) => Promise<void>} */
    const write = (name, rows, titles) => {
      const lines = Array.from({ length: rows }, (_, n) =>
        [n, sentence(), sentence(), label(n)].slice(0, titles.length),
      );
      return writeFile(
        join(folder, task, `${name}.tsv`),
        [titles, ...lines].map((row) => `${row.join('\t')}\n`).join(''),
      );
    };
    await write('train', TRAIN, columns);
    for (const half of halves) {
      await write(`dev${half}`, DEV, columns);
      await write(`test${half}`, TEST, columns.slice(0, -1));
    }
  }
  await mkdir(join(folder, 'AX'));
  const pairs = Array.from({ length: TEST }, (_, n) => `${n}\t${sentence()}\t${sentence()}\n`);
  await writeFile(join(folder, 'AX/diagnostic.tsv'), `index\tsentence1\tsentence2\n${pairs.join('')}`);
}

/**
 * The labels of a dev set, in words.
 *
 * @param {string} task
 */
export const goldOf = (task) => Array.from({ length: DEV }, (_, n) => TASKS[task].label(n));
