/** How a score is computed of NumPy's arrays, which sacreBLEU's tests of significance sum counts in: in single precision
 * of bootstrap resamples, with whole counts of approximate randomisation (what smoothing adds loses its fraction). */
export type Rounding = 'double' | 'single' | 'integer';

/** A score, 0 to 100 (TER: 0 and more). */
export interface Value {
  readonly value: number;
  /** Whether NumPy would have it in single precision: then it computes on in that. */
  readonly isSingle: boolean;
}

/** Fields of sacreBLEU's signature: name, short name, value. */
export type SignatureFields = readonly (readonly [long: string, brief: string, value: string | number | undefined])[];

/** A measure of translations with its settings: counts of segments, whose sum over a corpus gives the score. */
export interface TranslationMeasure {
  readonly key: 'bleu' | 'chrf' | 'ter';
  /** As sacreBLEU prints it: BLEU, chrF2++, TER. */
  readonly title: string;
  /** Figures that are counted of a segment. */
  readonly width: number;
  /** Writes the counts of a segment to `counts[from …]`. */
  count(hypothesis: string, references: readonly string[], counts: Float64Array, from: number): void;
  /** The score of counts, of a segment or summed. */
  score(counts: ArrayLike<number>, rounding?: Rounding): Value;
  /** What the score is made of, as sacreBLEU prints it; empty where it prints nothing. */
  detail(counts: ArrayLike<number>): string;
  /** The same as figures; absent where there are none. */
  parts(counts: ArrayLike<number>): Readonly<Record<string, number | readonly number[]>> | undefined;
  /** The settings in sacreBLEU's signature, in its order. */
  readonly fields: SignatureFields;
  /** Settings that sacreBLEU's signature leaves out. */
  readonly unsigned: SignatureFields;
  /** What makes the score of these hypotheses doubtful. */
  warnings(hypotheses: readonly string[]): string[];
}
