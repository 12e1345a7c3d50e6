import { formatConfidence, formatScore, formatValue, type PrintedScore, toFixedHalfEven } from '#metrics/translation';
import { type Json, pythonJson } from './python-json.js';

export interface PrintOptions {
  readonly width: number;
  readonly scoreOnly?: boolean;
  readonly format: 'json' | 'text';
}

/** The scores of one system as sacreBLEU prints them: objects of JSON, or lines whose `=` stand below each other. */
export function printOne(scores: readonly PrintedScore[], options: PrintOptions): string {
  const lines = scores.map((score) => describe(score, options));
  if (lines.length === 1) return lines[0];
  if (options.format === 'json') return `[\n${lines.join(',\n')}\n]`;
  const places = lines.map((line) => line.indexOf('=') - 1).filter((place) => place >= 0);
  const widest = Math.max(...places);
  const whole = lines.filter((line) => !line.includes('='));
  const aligned = lines.filter((line) => line.includes('='));
  return [...whole, ...aligned.map((line, i) => ' '.repeat(widest - places[i]) + line)].join('\n');
}

function describe(score: PrintedScore, { width, scoreOnly, format }: PrintOptions): string {
  if (scoreOnly) return formatValue(score, width);
  return format === 'json' ? scoreJson(score, width) : formatScore(score, width);
}

function scoreJson(score: PrintedScore, width: number): string {
  const rounded = (value: number) => Number(toFixedHalfEven(value, width));
  const confidence = formatConfidence(score, width);
  const fields: Record<string, Json> = {
    name: score.title,
    score: rounded(score.value),
    signature: score.signature,
    ...(confidence && {
      confidence_mean: rounded(score.interval!.mean),
      confidence_var: rounded(score.interval!.ci),
      confidence,
    }),
    ...(score.detail && { verbose_score: score.detail }),
    ...Object.fromEntries(score.signature.split('|').map((field) => field.split(':'))),
  };
  return pythonJson(fields, ' ', false);
}
