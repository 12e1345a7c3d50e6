import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import { type StreamedTensor, type WritableTensor, writeSafetensors } from '#artifacts';
import { blocksOf } from '../numbers.js';
import type { Dataset, Split } from '../dataset.js';
import { type DatasetDescription, referencesFile } from './description.js';
import { lengthHistogram } from './length-histogram.js';

/** Writes a data set into an existing folder: `dataset.json`, `tokenizer.json`, and a safetensors file a split with
 * `ids` [tokens], `starts` [sentences + 1] and, where there are, `types` [tokens] and `labels` [sentences]. Equal data
 * sets give equal bytes.
 * @throws TlcError DISK_FULL, FILE_MISSING where the folder cannot be written */
export async function writeDataset(folder: string, dataset: Dataset): Promise<void> {
  const { objective, task, labels, maxLength, vocabSize, special, tokenizer } = dataset;
  const splits = Object.entries(dataset.splits);
  const description: DatasetDescription = {
    format: 1,
    objective,
    ...(task !== undefined && { task }),
    ...(labels && { labels }),
    max_length: maxLength,
    vocab_size: vocabSize,
    special_tokens: special,
    splits: Object.fromEntries(
      splits.map(([name, { sentences, tokens, cut, dropped, starts }]) => [
        name,
        {
          sentences,
          tokens,
          ...(cut !== undefined && { cut }),
          ...(dropped && { dropped }),
          lengths: lengthHistogram(starts, maxLength),
        },
      ]),
    ),
  };
  try {
    await writeFile(join(folder, 'dataset.json'), `${text(description)}\n`);
    await writeFile(join(folder, 'tokenizer.json'), tokenizer);
    for (const [name, split] of splits) {
      await writeSafetensors(join(folder, `${name}.safetensors`), tensors(split));
      const lines = split.references?.map((line) => `${line}\n`).join('');
      if (lines !== undefined) await writeFile(join(folder, referencesFile(name)), lines);
    }
  } catch (error) {
    throw TlcError.from(error, 'FILE_MISSING');
  }
}

/** As JSON, each list of numbers on one line. */
const text = (description: DatasetDescription) =>
  JSON.stringify(description, null, 2).replace(/\[[\s\d,]+\]/g, (list) => list.replace(/\s+/g, ' '));

function tensors(split: Split): (WritableTensor | StreamedTensor)[] {
  const { ids, starts, types, labels } = split;
  const scores = labels instanceof Float32Array;
  return [
    { name: 'ids', dtype: 'I32', shape: [ids.length], parts: () => blocksOf(ids) },
    { name: 'starts', dtype: 'I32', shape: [starts.length], data: starts },
    ...(types ? [{ name: 'types', dtype: 'U8', shape: [types.length], parts: () => blocksOf(types) } as const] : []),
    ...(labels
      ? [{ name: 'labels', dtype: scores ? 'F32' : 'I32', shape: [labels.length], data: labels } as const]
      : []),
  ];
}
