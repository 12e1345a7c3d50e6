import { bleuMeasure } from '../bleu/measure.js';
import type { BleuOptions } from '../bleu/options.js';
import { chrfMeasure } from '../chrf/measure.js';
import type { ChrfOptions } from '../chrf/options.js';
import { terMeasure } from '../ter/measure.js';
import type { TerOptions } from '../ter/options.js';
import type { TranslationMeasure } from './measure.js';

/** The options of each measure. */
export interface TranslationOptions {
  readonly bleu?: BleuOptions;
  readonly chrf?: ChrfOptions;
  readonly ter?: TerOptions;
}

/** The measures of translations by name, in the order that they are printed in: the one place that names them. */
export const TRANSLATION_MEASURES: Readonly<
  Record<TranslationMeasure['key'], (options?: TranslationOptions) => TranslationMeasure>
> = {
  bleu: (options) => bleuMeasure(options?.bleu),
  chrf: (options) => chrfMeasure(options?.chrf),
  ter: (options) => terMeasure(options?.ter),
};

/** Their names. */
export const TRANSLATION_MEASURE_NAMES = Object.keys(TRANSLATION_MEASURES) as readonly TranslationMeasure['key'][];

/** The measures of these names, in the order that they are printed in. */
export function measuresOf(names: readonly string[], options: TranslationOptions): TranslationMeasure[] {
  return TRANSLATION_MEASURE_NAMES.filter((name) => names.includes(name)).map((name) =>
    TRANSLATION_MEASURES[name](options),
  );
}
