/** The tasks of the fine-tuning benchmarks: their data, where the model comes from, and how it is trained. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SHAPES } from './measure.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const lib = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);

export const RECIPES = {
  /** bert-mini from scratch, with a vocabulary of 8,000 learned from the train split. */
  sst2: { folder: 'SST-2', shape: 'bert-mini', epochs: 1, learningRate: 5e-4, measures: ['accuracy'] },
  /** The pre-trained MiniLM. */
  mrpc: { folder: 'MRPC', epochs: 3, learningRate: 5e-5, measures: ['accuracy', 'f1'] },
};

/** Folder of a task's tab-separated files: the one that is given, the task's own in TLC_GLUE, or the one of this repository;
 * undefined where there is none. */
export function filesOf(task, given) {
  const name = RECIPES[task].folder;
  const folders = [given, process.env.TLC_GLUE && join(process.env.TLC_GLUE, name), join(ROOT, 'data', name)];
  return folders.filter(Boolean).find((folder) => existsSync(join(folder, 'dev.tsv')));
}

/** Folder of the pre-trained model; undefined, after a notice on standard error, where it cannot be had. */
export function pretrainedModel(given) {
  if (given) return given;
  try {
    const script = join(ROOT, 'tools/setup/minilm.mjs');
    return execFileSync(process.execPath, [script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  } catch {
    return undefined;
  }
}

/** The encoded data set of a task, at most 128 tokens a sentence. With a cache folder it is kept there and read again. */
export async function dataOf(task, { data, model, cache }) {
  const { encodeTask, findTask, openTokenizer, readDataset, writeDataset } = await lib('text');
  const kept = cache && join(cache, `${task}-ours`);
  if (kept && existsSync(kept)) return readDataset(kept);
  const files = filesOf(task, data);
  if (!files) throw new Error(`no files of ${task}: give --data, or TLC_GLUE, a folder with ${RECIPES[task].folder}/`);
  const tokenizer = RECIPES[task].shape
    ? await learnedFrom(files)
    : openTokenizer((await pretrained(model)).tokenizer, 'tokenizer.json');
  const dataset = await encodeTask(tokenizer, findTask(task), files, { maxLength: 128 });
  if (kept) {
    const scratch = `${kept}.${process.pid}`;
    await mkdir(scratch, { recursive: true });
    await writeDataset(scratch, dataset);
    await rename(scratch, kept).catch(() => rm(scratch, { recursive: true }));
  }
  return dataset;
}

/** The model to train. */
export async function modelOf(task, dataset, seed, given) {
  const { shape } = RECIPES[task];
  if (!shape) return pretrained(given);
  const { checkConfig } = await lib('contracts');
  const { newConfig, createModel } = await lib('models');
  const { architectureClass } = await lib('families');
  const { layers, hidden, heads, ffn } = SHAPES[shape];
  const architecture = { layers, hidden_size: hidden, heads, ffn_size: ffn, max_positions: 512, dropout: 0.1 };
  const config = newConfig(checkConfig(architectureClass(), architecture), {
    size: dataset.vocabSize,
    pad: dataset.special.pad,
  });
  return createModel(config, { kind: 'classification', labels: dataset.labels }, seed, dataset.tokenizer);
}

async function pretrained(given) {
  const { readModel } = await lib('models');
  const folder = pretrainedModel(given);
  if (!folder) throw new Error('no pre-trained model: give --model, or TLC_MINILM');
  return readModel(folder);
}

async function learnedFrom(files) {
  const { findSplits, learnTokenizer, readText } = await lib('text');
  const { train } = await findSplits(files);
  const lines = (await Promise.all(train.map((file) => readText(file, 'sentence')))).flat();
  return learnTokenizer(lines, { vocabSize: 8000, lowercase: true, minFrequency: 2 });
}
