import { cancelIfAborted } from '#contracts';
import { type OperationContext, type OperationResult, optionalPathOf, pathOf } from '#jobs';
import {
  blocksOf,
  type Dataset,
  encodeParallel,
  encodeTask,
  encodeText,
  type EncodingOptions,
  findColumns,
  openScratch,
  type ParallelText,
  readTokenizer,
  type Scratch,
  type Split,
  type Task,
  type Tokenizer,
  writeDataset,
} from '#text';
import type { DatasetEncodeConfig } from './config.js';
import { taskOf } from './task.js';

/** A share of unknown tokens in the train split above which a warning is logged. */
const MANY_UNKNOWN = 0.05;

/** Encodes text for language modelling, or the files of a task: `dataset.json`, a safetensors file for each split, and
 * `tokenizer.json`. */
export async function run(context: OperationContext<DatasetEncodeConfig>): Promise<OperationResult> {
  const { config, inputs, signal } = context;
  const tokenizer = await readTokenizer(pathOf(inputs, 'tokenizer'));
  const options: EncodingOptions = {
    maxLength: config.max_length,
    onWarning: (text) => context.log('warning', text),
    onProgress: (done, split) => {
      cancelIfAborted(signal);
      context.progress({ done, phase: split });
    },
  };
  const scratch = openScratch(context.work);
  try {
    return await encodeAndWrite(context, tokenizer, { ...options, scratch });
  } finally {
    scratch.close();
  }
}

async function encodeAndWrite(
  context: OperationContext<DatasetEncodeConfig>,
  tokenizer: Tokenizer,
  options: EncodingOptions & { readonly scratch: Scratch },
): Promise<OperationResult> {
  const { config, inputs, output } = context;
  const text = optionalPathOf(inputs, 'text');
  // The rules have seen to it that exactly one of text, from and parallel is given, with its keys.
  const divided = { shares: { dev: config.dev_share, test: config.test_share }, seed: context.seed };
  const parallel = optionalPathOf(inputs, 'parallel');
  const dataset =
    parallel !== undefined
      ? await encodeParallel(tokenizer, parallel, {
          ...options,
          ...parallelText(config),
          clean: config.clean,
          ...divided,
        })
      : text === undefined
        ? await encodeTask(tokenizer, await wholeTask(context), pathOf(inputs, 'from'), { ...options, ...divided })
        : await encodeText(tokenizer, text, { ...options, column: config.column });
  const unknown = unknownShare(dataset);
  if (unknown > MANY_UNKNOWN) {
    const share = (100 * unknown).toFixed(1);
    context.log('warning', `${share} % of the tokens are [UNK]: the tokenizer was made for other text`);
  }
  await writeDataset(output, dataset);
  return { summary: { ...sizes(dataset), unknown: Number(unknown.toPrecision(3)) } };
}

function parallelText({ languages, text_columns: columns, test }: DatasetEncodeConfig): ParallelText {
  type Sides = readonly [string, string];
  return { languages: languages as unknown as Sides, ...(columns && { columns: columns as unknown as Sides }), test };
}

/** The task with its columns, which are found in the files where the config does not name them. */
async function wholeTask(context: OperationContext<DatasetEncodeConfig>): Promise<Task> {
  const { config, inputs } = context;
  const task = await taskOf(config);
  if (task.texts) return { ...task, texts: task.texts };
  const found = await findColumns(pathOf(inputs, 'from'), config.label_column);
  const texts = found.texts.map((name) => JSON.stringify(name)).join(' and ');
  context.log('info', `by the names of the columns: texts in ${texts}, labels in ${JSON.stringify(found.label)}`);
  return { ...task, ...found };
}

function unknownShare({ splits, special }: Dataset): number {
  const { ids } = splits.train ?? (Object.values(splits)[0] as Split);
  let count = 0;
  for (const block of blocksOf(ids)) for (const id of block) if (id === special.unk) count += 1;
  return count / ids.length;
}

function sizes({ splits }: Dataset): Record<string, number> {
  return Object.fromEntries(
    Object.entries(splits).flatMap(([name, { sentences, tokens, cut, dropped = {} }]) => [
      [`${name}_sentences`, sentences],
      [`${name}_tokens`, tokens],
      ...(cut ? [[`${name}_cut`, cut] as const] : []),
      ...Object.entries(dropped).map(([why, count]) => [`${name}_dropped_${why}`, count] as const),
    ]),
  );
}
