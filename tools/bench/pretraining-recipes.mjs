/** The recipes of the pre-training benchmark, and its text. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const lib = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);

/** Four layers with heads of 64 columns: at a width of 256, bert-mini. */
export const shapeOf = (width) => ({ layers: 4, hidden_size: width, heads: width / 64, max_positions: 128 });

export const RECIPES = {
  /** Devlin et al. 2018 (arXiv 1810.04805, appendix A.2), with a learning rate for this size. */
  baseline: {
    architecture: { family: 'bert', dropout: 0.1 },
    config: {
      optimizer: 'adamw',
      learning_rate: 1.5e-3,
      weight_decay: 0.01,
      beta2: 0.999,
      schedule: 'linear',
      warmup: 0.1,
      dropout: 0.1,
      batch_sentences: 32,
      batch_warmup: 0,
      mask_probability: 0.15,
      mask_by: 'tokens',
      noise_scale: false,
    },
  },
  /** What won in short runs: docs/results has what each part is worth. */
  winner: {
    architecture: { family: 'modernbert', dropout: 0 },
    config: {
      optimizer: 'muon',
      learning_rate: 5e-3,
      weight_decay: 0.01,
      schedule: 'budget',
      warmup: 0.05,
      dropout: 0,
      batch_sentences: 8,
      batch_warmup: 0,
      mask_probability: 0.3,
      mask_by: 'tokens',
      noise_scale: false,
    },
  },
};

/** Where WikiText-2's raw files are: the folder that is given, or TLC_WIKITEXT; undefined where there is none. */
export function textOf(given) {
  return [given, process.env.TLC_WIKITEXT].filter(Boolean).find((folder) => existsSync(folder));
}

/** The encoded text, with a vocabulary of 8,000 learned from its train split, at most 128 tokens a sentence. With a cache
 * folder it is kept there and read again. */
export async function corpusOf({ data, cache }) {
  const { encodeText, findSplits, learnTokenizer, readDataset, readText, writeDataset } = await lib('text');
  const kept = cache && join(cache, 'wikitext');
  if (kept && existsSync(kept)) return readDataset(kept);
  const files = textOf(data);
  if (!files) throw new Error('no text: give --data, or TLC_WIKITEXT, a folder with the files of WikiText-2');
  const { train } = await findSplits(files);
  const texts = (await Promise.all(train.map((file) => readText(file)))).flat();
  const tokenizer = learnTokenizer(texts, { vocabSize: 8000, lowercase: true, minFrequency: 2 });
  const dataset = await encodeText(tokenizer, files, { maxLength: 128 });
  if (kept) {
    const scratch = `${kept}.${process.pid}`;
    await mkdir(scratch, { recursive: true });
    await writeDataset(scratch, dataset);
    await rename(scratch, kept).catch(() => rm(scratch, { recursive: true }));
  }
  return dataset;
}
