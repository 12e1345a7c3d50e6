import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Measure, TlcError } from '#contracts';
import { engineInfo } from '#engine';
import { fittingHead } from '#fit';
import { measuredTexts, measuresOf, type TranslationMeasure } from '#metrics/translation';
import { checkModelFits, type Model } from '#models';
import { type Dataset, readReferences, type SplitName, splitOf } from '#text';
import type { Listener } from './quality.js';
import { translated } from './translated.js';
import { translationLoss } from './translation-loss.js';

/** How a split is translated and compared. */
export interface TranslationSettings {
  readonly split: string;
  readonly beams: number;
  readonly length_penalty: number;
  /** Whether `bleu` compares in lower case. */
  readonly lowercase: boolean;
  /** Of BLEU. */
  readonly tokenize: string;
}

type TextSettings = Pick<TranslationSettings, 'lowercase' | 'tokenize'>;

/** The measures of translated texts. */
const OF_TEXTS: Readonly<Record<string, (settings: TextSettings) => TranslationMeasure[]>> = {
  bleu: ({ lowercase, tokenize }) => measuresOf(['bleu'], { bleu: { lowercase, tokenize } }),
  bleu_lowercase: ({ tokenize }) => measuresOf(['bleu'], { bleu: { lowercase: true, tokenize } }),
  chrf: () => measuresOf(['chrf'], {}),
  ter: () => measuresOf(['ter'], {}),
};

/** The measures of a translation model on a split: `bleu`, `bleu_lowercase`, `chrf` and `ter` as sacreBLEU has them, of the references as
 * they are written, and `loss` of their tokens. Translations that are measured are written as `translations.txt`.
 *
 * @param folders of the data set, and of what is written
 * @throws TlcError DATA_NO_SPLIT, DATA_NO_LABELS where the split has no references, MODEL_WRONG_HEAD, JOB_CANCELLED, and what
 * checkModelFits throws */
export async function measureTranslation(
  model: Model,
  dataset: Dataset,
  folders: { readonly dataset: string; readonly output: string },
  settings: TranslationSettings,
  wanted: readonly string[],
  { signal, progress, log }: Listener,
): Promise<Measure[]> {
  const split = settings.split as SplitName;
  const data = splitOf(dataset, split);
  fittingHead(model.head, dataset);
  checkModelFits(model, dataset, [split]);
  const where = `data:translation/${split}|engine:${engineInfo().backend},${engineInfo().kernels}`;
  const measures: Measure[] = [];
  const ofTexts = wanted.filter((name) => name in OF_TEXTS);
  if (ofTexts.length > 0) {
    const references = await referencesOf(folders.dataset, split);
    const { beams, length_penalty: lengthPenalty } = settings;
    const { texts, unended } = await translated(model, dataset, split, {
      beams,
      lengthPenalty,
      signal,
      onProgress: (done) => progress({ phase: `translating ${split}`, done: (1.8 * done) / data.sentences }),
    });
    if (unended > 0) log('warning', `${split}: ${unended} of ${texts.length} translations did not end by themselves`);
    await writeFile(join(folders.output, 'translations.txt'), texts.map((text) => `${oneLine(text)}\n`).join(''));
    for (const name of ofTexts) {
      const [measure] = OF_TEXTS[name](settings);
      if (name === ofTexts[0]) measure.warnings(texts).forEach((warning) => log('warning', warning));
      const { measured } = measuredTexts(measure, texts, [references]);
      const signature = `${measured.signature}|beam:${beams}|lenpen:${lengthPenalty}|${where}`;
      measures.push({ ...measured, name, signature });
    }
  }
  if (wanted.includes('loss')) {
    const value = await translationLoss(model, dataset, split, { signal });
    measures.push({ name: 'loss', value, signature: where, samples: data.sentences / 2 });
  }
  return measures;
}

const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ');

async function referencesOf(folder: string, split: SplitName): Promise<string[]> {
  return readReferences(folder, split).catch((cause: TlcError) => {
    if (cause.code !== 'FILE_MISSING') throw cause;
    const message = `translations cannot be measured on the ${split} split, which has no references`;
    throw new TlcError('DATA_NO_LABELS', message, { cause, details: { split } });
  });
}
