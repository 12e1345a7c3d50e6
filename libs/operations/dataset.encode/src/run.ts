import { cancelIfAborted } from '#contracts';
import { type OperationContext, type OperationResult, optionalPathOf, pathOf } from '#jobs';
import {
  type Dataset,
  encodeTask,
  encodeText,
  type EncodingOptions,
  readTokenizer,
  type Split,
  writeDataset,
} from '#text';
import type { DatasetEncodeConfig } from './config.js';
import { taskOf } from './task.js';

/** A share of unknown tokens in the train split above which a warning is logged. */
const MANY_UNKNOWN = 0.05;

/** Encodes text for language modelling, or the files of a task: `dataset.json`, a safetensors file for each split, and
 * `tokenizer.json`. */
export async function run(context: OperationContext<DatasetEncodeConfig>): Promise<OperationResult> {
  const { config, inputs, output, signal } = context;
  const text = optionalPathOf(inputs, 'text');
  const tokenizer = await readTokenizer(pathOf(inputs, 'tokenizer'));
  const options: EncodingOptions = {
    maxLength: config.max_length,
    onWarning: (text) => context.log('warning', text),
    onProgress: (done, split) => {
      cancelIfAborted(signal);
      context.progress({ done, phase: split });
    },
  };
  // The rules have seen to it that exactly one of text and from is given, with its keys.
  const dataset =
    text === undefined
      ? await encodeTask(tokenizer, await taskOf(config), pathOf(inputs, 'from'), options)
      : await encodeText(tokenizer, text, { ...options, column: config.column });
  const unknown = unknownShare(dataset);
  if (unknown > MANY_UNKNOWN) {
    const share = (100 * unknown).toFixed(1);
    context.log('warning', `${share} % of the tokens are [UNK]: the tokenizer was made for other text`);
  }
  await writeDataset(output, dataset);
  return { summary: { ...sizes(dataset), unknown: Number(unknown.toPrecision(3)) } };
}

function unknownShare({ splits, special }: Dataset): number {
  const { ids } = splits.train ?? (Object.values(splits)[0] as Split);
  return ids.reduce((count, id) => count + (id === special.unk ? 1 : 0), 0) / ids.length;
}

function sizes({ splits }: Dataset): Record<string, number> {
  return Object.fromEntries(
    Object.entries(splits).flatMap(([name, { sentences, tokens, cut }]) => [
      [`${name}_sentences`, sentences],
      [`${name}_tokens`, tokens],
      ...(cut ? [[`${name}_cut`, cut] as const] : []),
    ]),
  );
}
