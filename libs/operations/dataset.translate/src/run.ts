import { TlcError } from '#contracts';
import { engineInfo } from '#engine';
import { fittingHead } from '#fit';
import { type OperationContext, type OperationResult, pathOf } from '#jobs';
import { measuredTexts, measuresOf } from '#metrics/translation';
import { checkModelFits, disposeModel, type Model, readModel, translate, weightsOf } from '#models';
import {
  type Dataset,
  isOneSided,
  oneLine,
  openTokenizer,
  picked,
  readDataset,
  type Split,
  splitOf,
  SPLITS,
  writeDataset,
} from '#text';
import { inChunks, type Translation } from './chunks.js';
import type { DatasetTranslateConfig } from './config.js';
import { nearest } from './nearest.js';
import { translatedSplit } from './translated-split.js';

/** Translates the sources of the train split by a teacher: a data set whose targets are the translations. */
export async function run(context: OperationContext<DatasetTranslateConfig>): Promise<OperationResult> {
  const { config, inputs, output } = context;
  const dataset = await readDataset(pathOf(inputs, 'dataset'), SPLITS);
  if (isOneSided(dataset.tokenizer)) {
    const message = 'the data set’s tokenizer is that of its sources: translations cannot be encoded by it';
    throw new TlcError('TOKENIZER_INVALID', message);
  }
  const train = splitOf(dataset, 'train');
  const teacher = await readModel(pathOf(inputs, 'model'));
  let translations: Translation[];
  try {
    fittingHead(teacher.head, dataset);
    checkModelFits(teacher, dataset, ['train']);
    translations = await translationsOf(teacher, dataset, train, context);
  } finally {
    disposeModel(teacher);
  }
  const options = { longest: dataset.maxLength, originals: config.originals };
  const split = await translatedSplit(train, translations, openTokenizer(dataset.tokenizer), options);
  if (split.sentences === 0) {
    throw new TlcError('FILE_EMPTY', 'no translation ended by itself: the teacher has not learned to translate');
  }
  const { dropped = {} } = split;
  for (const [why, count] of Object.entries(dropped)) {
    context.log('warning', `train: ${count} of ${translations.length} translations left out: ${WHY[why]}`);
  }
  await writeDataset(output, { ...dataset, splits: { ...dataset.splits, train: split } });
  const { backend, tensorflow, kernels, instructionSet } = engineInfo();
  return {
    summary: {
      train_sentences: split.sentences,
      train_tokens: split.tokens,
      ...Object.fromEntries(Object.entries(dropped).map(([why, count]) => [`train_dropped_${why}`, count])),
      bleu: bleuOf(translations, train),
    },
    environment: { backend, tensorflow, kernels, instructionSet },
  };
}

const WHY: Readonly<Record<string, string>> = {
  unended: 'they did not end by themselves',
  empty: 'they have no words',
  long: 'they have more tokens than max_length of the data set',
};

/** The translation of each source, in the order of the split. */
async function translationsOf(
  teacher: Model,
  dataset: Dataset,
  train: Split,
  { config, work, signal, progress }: OperationContext<DatasetTranslateConfig>,
): Promise<Translation[]> {
  const { beams, length_penalty: lengthPenalty, choose } = config;
  const { engine } = openTokenizer(dataset.tokenizer);
  const lengthOf = (pair: number) => train.starts[2 * pair + 1] - train.starts[2 * pair];
  // Sources of about one length end at about one time
  const order = Array.from({ length: train.sentences / 2 }, (_, pair) => pair).sort(
    (a, b) => lengthOf(a) - lengthOf(b) || a - b,
  );
  const began = performance.now();
  const report = (done: number, found: number) => {
    const seconds = (performance.now() - began) / 1000;
    const left = done > found ? (seconds * (order.length - done)) / (done - found) : undefined;
    progress({ phase: 'translating train', done: done / order.length, ...(left && { seconds_left: left }) });
  };
  const translateChunk = async (pairs: readonly number[], onProgress: (done: number) => void) => {
    const best = choose === 'nearest' ? beams : 1;
    const options = { beams, lengthPenalty, best, signal, onProgress };
    const sources = picked(
      train,
      pairs.map((pair) => 2 * pair),
    );
    const found = await translate(weightsOf(teacher), teacher, sources, options);
    return Promise.all(
      found.map(async (all, i): Promise<Translation> => {
        const ended = all.filter((text) => text.ended).map(({ tokens }) => [...tokens]);
        if (ended.length === 0 || (choose === 'best' && !all[0].ended)) return null;
        const texts = (await engine.decodeBatch(ended, true)).map(oneLine);
        return choose === 'nearest' ? nearest(texts, train.references![pairs[i]]) : texts[0];
      }),
    );
  };
  const inOrder = await inChunks(work, order, translateChunk, report);
  const translations: Translation[] = [];
  order.forEach((pair, i) => (translations[pair] = inOrder[i]));
  return translations;
}

/** BLEU of the translations against the targets in whose place they are. */
function bleuOf(translations: readonly Translation[], train: Split): number {
  const [measure] = measuresOf(['bleu'], {});
  const texts = translations.map((text) => text ?? '');
  return Number(measuredTexts(measure, texts, [train.references!]).measured.value.toPrecision(4));
}
