import { TlcError } from '#contracts';
import { bleuSettings, BLEU_TOKENIZERS, type BleuOptions, type BleuSettings } from './options.js';
import { scoreBleu, type BleuParts } from './score.js';
import { bleuImplementation, bleuSignature } from './signature.js';
import { addStatistics, segmentStatistics } from './statistics.js';
import { trimEnd } from './whitespace.js';

/** A reference segment; null where a segment has fewer references than others. An empty string is a reference. */
export type Reference = string | null | undefined;

/** BLEU with how it was made. */
export interface BleuScore extends BleuParts {
  readonly name: 'bleu';
  /** sacreBLEU's signature. */
  readonly signature: string;
  /** The same in sacreBLEU's short form. */
  readonly shortSignature: string;
  /** What made the number, beside the settings that sacreBLEU's signature names. */
  readonly implementation: string;
  /** What makes the number doubtful. */
  readonly warnings: readonly string[];
}

/** As many hypotheses as this that end in a detached full stop look tokenized. */
const TOKENIZED = 100;

function checkStreams(hypotheses: readonly string[], references: readonly (readonly Reference[])[]): void {
  if (hypotheses.length === 0) throw new TlcError('FILE_EMPTY', 'There are no hypotheses to measure.');
  if (references.length === 0) throw new TlcError('REFERENCE_MISSING', 'There is no reference to measure against.');
  for (const [number, stream] of references.entries()) {
    if (stream.length === hypotheses.length) continue;
    throw new TlcError(
      'TEXT_LENGTH_MISMATCH',
      `There are ${hypotheses.length} hypotheses, but ${stream.length} segments in reference ${number + 1}.`,
      { details: { hypotheses: hypotheses.length, references: stream.length, reference: number + 1 } },
    );
  }
}

function warningsOf(hypotheses: readonly string[], settings: BleuSettings): string[] {
  if (settings.force || hypotheses.filter((line) => line.endsWith(' .')).length < TOKENIZED) return [];
  return [
    `At least ${TOKENIZED} hypotheses end in " .": they look tokenized, and BLEU of tokenized text is not comparable.`,
  ];
}

/** BLEU of a corpus. `references` are streams, each with one reference for every hypothesis, or null.
 * @throws FILE_EMPTY, TEXT_LENGTH_MISMATCH, REFERENCE_MISSING, CONFIG_WRONG_VALUE */
export function corpusBleu(
  hypotheses: readonly string[],
  references: readonly (readonly Reference[])[],
  options: BleuOptions = {},
): BleuScore {
  const settings = bleuSettings(options);
  checkStreams(hypotheses, references);
  const tokenize = BLEU_TOKENIZERS[settings.tokenize];
  const tokens = (segment: string) => tokenize(trimEnd(settings.lowercase ? segment.toLowerCase() : segment));
  const numbers = new Set<number>();
  const segments = hypotheses.map((hypothesis, row) => {
    const own = references.map((stream) => stream[row]).filter((reference) => typeof reference === 'string');
    if (own.length === 0) {
      throw new TlcError('REFERENCE_MISSING', `Segment ${row + 1} has no reference.`, {
        details: { segment: row + 1 },
      });
    }
    numbers.add(own.length);
    return segmentStatistics(tokens(hypothesis), own.map(tokens), settings.max_order);
  });
  const nrefs = numbers.size === 1 ? [...numbers][0] : 'var';
  return {
    name: 'bleu',
    ...scoreBleu(segments.reduce(addStatistics), settings),
    signature: bleuSignature(settings, nrefs),
    shortSignature: bleuSignature(settings, nrefs, true),
    implementation: bleuImplementation(settings),
    warnings: warningsOf(hypotheses, settings),
  };
}

/** BLEU of one sentence against its references, with `effective_order` unless told otherwise: BLEU was made for
 * corpora, and few sentences have a match of every order.
 * @throws REFERENCE_MISSING, CONFIG_WRONG_VALUE */
export function sentenceBleu(
  hypothesis: string,
  references: readonly Reference[],
  options: BleuOptions = {},
): BleuScore {
  return corpusBleu(
    [hypothesis],
    references.map((reference) => [reference]),
    { effective_order: true, ...options },
  );
}
