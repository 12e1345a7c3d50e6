import { type DatasetEncodeConfig, TlcError } from '#contracts';
import { type OperationContext, type OperationResult, optionalPathOf, pathOf } from '#runtime/operation';
import {
  type Dataset,
  encodeTask,
  encodeText,
  type EncodingOptions,
  findTask,
  readTokenizer,
  type Split,
  type Task,
  writeDataset,
} from '#text';

/** A share of unknown tokens in the train split above which a warning is logged. */
const MANY_UNKNOWN = 0.05;

/** Encodes text for language modelling, or the files of a task: `dataset.json`, a safetensors file for each split, and
 * `tokenizer.json`. */
export async function encodeDataset(context: OperationContext<DatasetEncodeConfig>): Promise<OperationResult> {
  const { config, inputs, output, signal } = context;
  const source = sourceOf(config, inputs);
  const tokenizer = await readTokenizer(pathOf(inputs, 'tokenizer'));
  const options: EncodingOptions = {
    maxLength: config.max_length,
    onWarning: (text) => context.log('warning', text),
    onProgress: (done, split) => {
      if (signal.aborted) throw new TlcError('JOB_CANCELLED', 'the job was cancelled', { cause: signal.reason });
      context.progress({ done, phase: split });
    },
  };
  const dataset = source.task
    ? await encodeTask(tokenizer, source.task, source.path, options)
    : await encodeText(tokenizer, source.path, { ...options, column: config.column });
  const unknown = unknownShare(dataset);
  if (unknown > MANY_UNKNOWN) {
    const share = (100 * unknown).toFixed(1);
    context.log('warning', `${share} % of the tokens are [UNK]: the tokenizer was made for other text`);
  }
  await writeDataset(output, dataset);
  return { summary: { ...sizes(dataset), unknown: Number(unknown.toPrecision(3)) } };
}

/** What to encode: a task's files, or text where there is no task. datasetEncodeRules has seen to it that exactly one of
 * the two is given, with its keys.
 * @throws TlcError DATA_UNKNOWN_TASK */
function sourceOf(config: DatasetEncodeConfig, inputs: OperationContext['inputs']): { path: string; task?: Task } {
  const text = optionalPathOf(inputs, 'text');
  if (text !== undefined) return { path: text };
  const task = config.task !== undefined ? findTask(config.task) : ownTask(config);
  return { path: pathOf(inputs, 'from'), task };
}

function ownTask({
  text_columns: columns,
  label_column: label,
  labels,
  scores,
}: DatasetEncodeConfig): Task | undefined {
  if (!columns) return undefined;
  const texts = columns as unknown as Task['texts'];
  return { texts, label, labels: scores ? 'scores' : (labels ?? 'found') };
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
