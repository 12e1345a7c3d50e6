import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzip, readInput } from '#artifacts';
import { type Scores, TlcError } from '#contracts';
import { corpusBleu, decodeSegments, formatBleu, sentenceBleu } from '#metrics';
import { inputsOf, type OperationContext, type OperationResult, pathOf } from '#jobs';
import type { EvaluateTextsConfig } from './config.js';

/** BLEU of a text file against reference files: `scores.json`, `bleu.txt` as sacreBLEU prints it, and where asked for
 * `sentences.tsv` with the BLEU of each. */
export async function run(context: OperationContext<EvaluateTextsConfig>): Promise<OperationResult> {
  const { config, inputs, output } = context;
  const { sentences, ...options } = config;
  const hypothesesPath = pathOf(inputs, 'hypotheses');
  const referencePaths = inputsOf(inputs, 'references').map((input) => input.path);
  const hypotheses = await segments(hypothesesPath);
  const references = await Promise.all(referencePaths.map(segments));
  for (const [n, reference] of references.entries()) {
    if (reference.length === hypotheses.length) continue;
    const message = `${referencePaths[n]} has ${reference.length} segments, ${hypothesesPath} has ${hypotheses.length}`;
    throw new TlcError('TEXT_LENGTH_MISMATCH', message);
  }
  const bleu = corpusBleu(hypotheses, references, options);
  for (const warning of bleu.warnings) context.log('warning', warning);
  const scores: Scores = {
    measures: [
      {
        name: 'bleu',
        value: bleu.value,
        signature: `${bleu.signature}|${bleu.implementation}`,
        samples: hypotheses.length,
        parts: {
          precisions: bleu.precisions,
          brevity_penalty: bleu.brevityPenalty,
          hypothesis_length: bleu.hypothesisLength,
          reference_length: bleu.referenceLength,
        },
      },
    ],
  };
  await writeFile(join(output, 'scores.json'), `${JSON.stringify(scores, null, 2)}\n`);
  await writeFile(join(output, 'bleu.txt'), `${formatBleu(bleu, { signature: 'long' })}\n`);
  if (sentences) {
    const rows = hypotheses.map((hypothesis, n) => {
      const score = sentenceBleu(
        hypothesis,
        references.map((reference) => reference[n]),
        options,
      );
      return `${n}\t${score.value}\n`;
    });
    await writeFile(join(output, 'sentences.tsv'), `index\tbleu\n${rows.join('')}`);
  }
  return { summary: { bleu: Math.round(100 * bleu.value) / 100, segments: hypotheses.length } };
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
