import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzip, readInput } from '#artifacts';
import { type Measure, type Scores, TlcError } from '#contracts';
import { countCorpus, decodeSegments, measuredTexts, measuresOf, scoreCorpus } from '#metrics/translation';
import { inputsOf, type OperationContext, type OperationResult, pathOf } from '#jobs';
import type { EvaluateTextsConfig } from './config.js';
import { optionsOf } from './options.js';

/** Measures of a text file against reference files: `scores.json`, for each measure a file such as `bleu.txt` with the
 * line that sacreBLEU prints, and where asked for `sentences.tsv` with the scores of each. */
export async function run(context: OperationContext<EvaluateTextsConfig>): Promise<OperationResult> {
  const { config, inputs, output } = context;
  const hypothesesPath = pathOf(inputs, 'hypotheses');
  const referencePaths = inputsOf(inputs, 'references').map((input) => input.path);
  const hypotheses = await segments(hypothesesPath);
  const references = await Promise.all(referencePaths.map(segments));
  for (const [n, reference] of references.entries()) {
    if (reference.length === hypotheses.length) continue;
    const message = `${referencePaths[n]} has ${reference.length} segments, ${hypothesesPath} has ${hypotheses.length}`;
    throw new TlcError('TEXT_LENGTH_MISMATCH', message);
  }
  const measures: Measure[] = [];
  for (const measure of measuresOf(config.measure, optionsOf(config))) {
    for (const warning of measure.warnings(hypotheses)) context.log('warning', warning);
    const { measured, line } = measuredTexts(measure, hypotheses, references);
    measures.push(measured);
    await writeFile(join(output, `${measure.key}.txt`), `${line}\n`);
  }
  const scores: Scores = { measures };
  await writeFile(join(output, 'scores.json'), `${JSON.stringify(scores, null, 2)}\n`);
  if (config.sentences) await writeFile(join(output, 'sentences.tsv'), sentencesOf(hypotheses, references, config));
  const rounded = measures.map(({ name, value }) => [name, Math.round(100 * value) / 100]);
  return { summary: { ...Object.fromEntries(rounded), segments: hypotheses.length } };
}

function sentencesOf(hypotheses: string[], references: string[][], config: EvaluateTextsConfig): string {
  const measures = measuresOf(config.measure, optionsOf(config, true));
  const rows = hypotheses.map((hypothesis, n) => {
    const own = references.map((reference) => [reference[n]]);
    return [n, ...measures.map((measure) => scoreCorpus(measure, countCorpus(measure, [hypothesis], own)).value)];
  });
  return [['index', ...measures.map(({ key }) => key)], ...rows].map((row) => `${row.join('\t')}\n`).join('');
}

async function segments(path: string): Promise<string[]> {
  const bytes = await readInput(path);
  return decodeSegments(path.endsWith('.gz') ? inflated(bytes, path) : bytes, basename(path));
}

function inflated(bytes: Buffer, path: string): Buffer {
  try {
    return gunzip(bytes);
  } catch (cause) {
    const message = `${path} is not whole, or becomes too large: ${(cause as Error).message}`;
    throw new TlcError('FILE_DAMAGED', message, { cause, details: { path } });
  }
}
