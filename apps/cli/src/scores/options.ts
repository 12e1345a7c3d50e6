import type { TranslationMeasure } from '#metrics/translation';

/** Options of `tlc score`: those of sacreBLEU's command line. */
export interface ScoreOptions {
  readonly json?: boolean;
  readonly input?: readonly string[];
  readonly numRefs: number;
  readonly metrics: readonly TranslationMeasure['key'][];
  readonly sentenceLevel?: boolean;
  readonly smoothMethod: string;
  readonly smoothValue?: number;
  readonly tokenize: string;
  readonly lowercase?: boolean;
  readonly force?: boolean;
  readonly chrfCharOrder: number;
  readonly chrfWordOrder: number;
  readonly chrfBeta: number;
  readonly chrfWhitespace?: boolean;
  readonly chrfLowercase?: boolean;
  readonly chrfEpsSmoothing?: boolean;
  readonly terCaseSensitive?: boolean;
  readonly terAsianSupport?: boolean;
  readonly terNoPunct?: boolean;
  readonly terNormalized?: boolean;
  readonly confidence?: boolean;
  readonly confidenceN: number;
  readonly pairedAr?: boolean;
  readonly pairedBs?: boolean;
  readonly pairedArN: number;
  readonly pairedBsN: number;
  readonly seed: number;
  readonly short?: boolean;
  readonly scoreOnly?: boolean;
  readonly width: number;
  readonly format: 'json' | 'text';
}
