import { TlcError, wrongValue } from '#contracts/light';
import {
  type CorpusCounts,
  countCorpus,
  formatScore,
  formatValue,
  measuresOf,
  type PrintedScore,
  signatureOf,
  sumCounts,
  type TranslationMeasure,
  type Trials,
} from '#metrics/translation';
import { EXIT } from '../errors/exit-codes.js';
import type { ScoreOptions } from '../scores/options.js';
import { printOne } from '../scores/print-one.js';
import { readSegments, readSystems, splitReferences } from '../scores/read-texts.js';
import type { Terminal } from '../terminal/terminal.js';

interface System {
  readonly name: string;
  readonly segments: readonly string[];
}

/** `tlc score HYP REF...`, or `tlc score REF... -i HYP...`: scores of translations as sacreBLEU prints them.
 * @param files the hypotheses and their references; with `input` references only. `-` is stdin
 * @returns the exit code */
export async function score(files: readonly string[], options: ScoreOptions, terminal: Terminal): Promise<number> {
  checkOptions(options);
  const { systems, references } = readAll(files, options);
  checkSystems(systems, references, options);
  const measures = measuresOf(options.metrics, measureOptions(options));
  for (const { segments } of systems) {
    for (const warning of measures.flatMap((measure) => measure.warnings(segments))) terminal.note(warning);
  }
  if (options.sentenceLevel) {
    terminal.print(sentences(measures[0], systems[0].segments, references, options).join('\n'));
  } else if (systems.length === 1) {
    const scores = [];
    for (const measure of measures) scores.push(await scoreOne(measure, systems[0].segments, references, options));
    terminal.print(printOne(scores, options));
  } else {
    const { scoreSeveral } = await import('../scores/score-several.js');
    terminal.print(scoreSeveral(measures, systems, references, options));
  }
  return EXIT.ok;
}

function checkOptions(options: ScoreOptions): void {
  const refuse = (key: string, value: unknown, allowed: string) => {
    throw wrongValue(key, value, allowed);
  };
  if (options.width > 20) refuse('--width', options.width, 'from 0 to 20');
  if (options.seed < 1) refuse('--seed', options.seed, 'at least 1');
  for (const key of ['confidenceN', 'pairedArN', 'pairedBsN', 'numRefs'] as const) {
    if (options[key] < 1) refuse(key, options[key], 'at least 1');
  }
  if (options.sentenceLevel && options.metrics.length > 1) {
    refuse('--sentence-level', options.metrics, 'for one measure at a time');
  }
  if (options.sentenceLevel && (options.confidence || options.pairedAr || options.pairedBs)) {
    refuse('--sentence-level', true, 'together with a test of significance');
  }
}

function readAll(files: readonly string[], options: ScoreOptions): { systems: System[]; references: string[][] } {
  const names = options.input ?? files.slice(0, 1);
  const rest = options.input ? files : files.slice(1);
  if (rest.length === 0)
    throw new TlcError('REFERENCE_MISSING', 'There is no file of references: tlc score HYP REF...');
  const isPaired = Boolean(options.pairedAr || options.pairedBs);
  const systems: System[] = [];
  for (const name of names) {
    if (name === '-') {
      systems.push(...readSystems().map((segments, i) => ({ name: stdinName(i, isPaired), segments })));
      continue;
    }
    const known = systems.findIndex((system) => system.name === name);
    if (known === 0 && isPaired) continue;
    if (known >= 0) throw wrongValue('--input', name, 'given once: systems are named by their files');
    systems.push({ name, segments: readSegments(name) });
  }
  if (options.numRefs === 1) return { systems, references: rest.map(readSegments) };
  if (rest.length > 1) throw wrongValue('--num-refs', options.numRefs, '1 where there are several files of references');
  return { systems, references: splitReferences(readSegments(rest[0]), options.numRefs, rest[0]) };
}

const stdinName = (i: number, isPaired: boolean) =>
  isPaired ? (i === 0 ? 'Baseline' : `System ${i}`) : `System ${i + 1}`;

function checkSystems(systems: readonly System[], references: readonly string[][], options: ScoreOptions): void {
  const several = systems.length > 1;
  if (several && options.sentenceLevel) throw wrongValue('--sentence-level', true, 'for several systems');
  if (several && options.confidence) {
    throw wrongValue('--confidence', true, 'for several systems: --paired-bs compares them');
  }
  if (!several && (options.pairedAr || options.pairedBs)) {
    throw wrongValue('--paired', systems.length, 'two systems or more: -i BASELINE SYSTEM...');
  }
  for (const { name, segments } of systems) {
    for (const [number, stream] of references.entries()) {
      if (stream.length === segments.length) continue;
      const message = `${name} has ${segments.length} segments, but reference ${number + 1} has ${stream.length}`;
      throw new TlcError('TEXT_LENGTH_MISMATCH', message, {
        details: { hypotheses: segments.length, references: stream.length, reference: number + 1 },
      });
    }
  }
}

function measureOptions(options: ScoreOptions) {
  return {
    bleu: {
      tokenize: options.tokenize,
      smooth: options.smoothMethod,
      smooth_value: options.smoothValue,
      lowercase: options.lowercase,
      effective_order: options.sentenceLevel,
      force: options.force,
    },
    chrf: {
      char_order: options.chrfCharOrder,
      word_order: options.chrfWordOrder,
      beta: options.chrfBeta,
      whitespace: options.chrfWhitespace,
      lowercase: options.chrfLowercase,
      eps_smoothing: options.chrfEpsSmoothing,
    },
    ter: {
      normalized: options.terNormalized,
      no_punct: options.terNoPunct,
      asian_support: options.terAsianSupport,
      case_sensitive: options.terCaseSensitive,
    },
  };
}

async function scoreOne(
  measure: TranslationMeasure,
  segments: readonly string[],
  references: readonly string[][],
  options: ScoreOptions,
): Promise<PrintedScore> {
  const corpus = countCorpus(measure, segments, references);
  // As in sacreBLEU JSON has the long signature
  const isShort = options.short && options.format === 'text';
  if (!options.confidence || options.confidenceN < 2) return printed(measure, corpus, isShort);
  const { confidence } = await import('#metrics/significance');
  const { confidenceN: bs, seed } = options;
  const interval = confidence({ measure, corpus }, bs, seed);
  return { ...printed(measure, corpus, isShort, { bs, seed }), interval };
}

function printed(measure: TranslationMeasure, corpus: CorpusCounts, isShort = false, trials: Trials = {}) {
  const sum = sumCounts(corpus);
  return {
    title: measure.title,
    value: measure.score(sum).value,
    detail: measure.detail(sum),
    signature: signatureOf(measure.fields, corpus.references, trials, isShort),
  };
}

function sentences(
  measure: TranslationMeasure,
  segments: readonly string[],
  references: readonly string[][],
  { width, scoreOnly, short }: ScoreOptions,
): string[] {
  return segments.map((segment, row) => {
    const own = references.map((stream) => [stream[row]]);
    const one = printed(measure, countCorpus(measure, [segment], own), short);
    return scoreOnly ? formatValue(one, width) : formatScore(one, width);
  });
}
