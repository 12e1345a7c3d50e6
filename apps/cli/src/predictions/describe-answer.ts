import { type Answer, ranked, type Predictor, type RankedClass } from '#serving';

/** How answers are written: fields between tabs, or a JSON object on each line. */
export type AnswerFormat = 'tsv' | 'jsonl';

/** One answer as a line. Of several classes the most probable one, or the `top` most probable; where each class stands for
 * itself all of them; in regression the score; of an embeddings model the vector. */
export function describeAnswer(
  answer: Answer,
  { kind, labels }: Pick<Predictor, 'kind' | 'labels'>,
  { top, format }: { top?: number; format: AnswerFormat },
): string {
  if (kind === 'embeddings') {
    return format === 'tsv'
      ? [...answer].map(rounded).join('\t')
      : JSON.stringify({ vector: [...answer].map(shortest) });
  }
  if (kind === 'regression') return format === 'tsv' ? rounded(answer[0]) : JSON.stringify({ score: answer[0] });
  const classes = ranked(answer, labels, top ?? (kind === 'classification' ? 1 : labels.length));
  if (format === 'tsv') return classes.flatMap(({ label, probability }) => [label, rounded(probability)]).join('\t');
  const plain = classes.map(({ label, probability }) => ({ label, probability: Number(rounded(probability)) }));
  return JSON.stringify(
    top === undefined && kind === 'classification' ? (plain[0] as RankedClass) : { classes: plain },
  );
}

/** Six digits: about what float32 holds. */
const shortest = (value: number): number => Number(value.toPrecision(6));

const rounded = (value: number): string => String(shortest(value));
