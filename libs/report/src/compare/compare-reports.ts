import type { Measure } from '#contracts';
import type { ReportData, Row } from '../collect/data.js';

/** A figure of one model in two runs. */
export interface ComparedFigure {
  /** Name of the step that made the model, or `glue: TASK`. */
  readonly model: string;
  readonly name: string;
  /** As `Measure` has it; seconds of training in `s`. */
  readonly unit?: string;
  /** Undefined where the run has not measured it. */
  readonly first?: number;
  readonly second?: number;
  /** `second - first`, where both are there. */
  readonly difference?: number;
  /** Whether both were measured alike: the same metric, split, tokenisation, seed and engine. Undefined for what has no
   * signature, or stands in one run only. */
  readonly isAlike?: boolean;
}

export interface RunComparison {
  readonly first: string;
  readonly second: string;
  readonly figures: readonly ComparedFigure[];
}

type Figure = Pick<Measure, 'name' | 'value' | 'unit'> & { readonly signature?: string };

/** Two runs side by side: each model that both or one of them compares, by the name of its step, and GLUE's scores. */
export function compareReports(first: ReportData, second: ReportData): RunComparison {
  const [one, other] = [figuresOf(first), figuresOf(second)];
  const models = [...new Set([...one.keys(), ...other.keys()])];
  const figures = models.flatMap((model) => {
    const [before, after] = [one.get(model) ?? [], other.get(model) ?? []];
    const keys = [...new Set([...before, ...after].map(keyOf))];
    return keys.map((key) => compared(model, before.find(hasKey(key)), after.find(hasKey(key))));
  });
  return { first: first.run, second: second.run, figures };
}

/** A measure may stand there for several splits. */
const keyOf = ({ name, signature }: Figure) => `${name} ${/\bdata:[^|]*\/([^|/]+)/.exec(signature ?? '')?.[1] ?? ''}`;
const hasKey = (key: string) => (figure: Figure) => keyOf(figure) === key;

function compared(model: string, first: Figure | undefined, second: Figure | undefined): ComparedFigure {
  const { name, unit } = (first ?? second)!;
  const shared = { model, name, ...(unit !== undefined && { unit }) };
  if (!first || !second) return { ...shared, ...(first && { first: first.value }), ...(second && { second: second.value }) }; // prettier-ignore
  return {
    ...shared,
    first: first.value,
    second: second.value,
    difference: second.value - first.value,
    ...(first.signature !== undefined && { isAlike: first.signature === second.signature }),
  };
}

function figuresOf({ rows, glue }: ReportData): Map<string, Figure[]> {
  const score = (value: number): Figure[] => [{ name: 'glue score', value }];
  const figures = new Map(rows.map((row) => [row.name, rowFigures(row)]));
  for (const { rows: tasks, average } of glue) {
    for (const { task, score: own } of tasks) figures.set(`glue: ${task}`, score(own.mean));
    figures.set('glue: average', score(average.mean));
  }
  return figures;
}

/** What files and trainings say of themselves, then what was measured. */
function rowFigures({ parameters, bytes, trainingSeconds, trainingTokens, measures }: Row): Figure[] {
  const known: (Figure | undefined)[] = [
    parameters === undefined ? undefined : { name: 'parameters', value: parameters },
    bytes === undefined ? undefined : { name: 'bytes', value: bytes, unit: 'bytes' },
    trainingSeconds === undefined ? undefined : { name: 'training', value: trainingSeconds, unit: 's' },
    trainingSeconds && trainingTokens !== undefined ? { name: 'training speed', value: trainingTokens / trainingSeconds, unit: 'tokens/s' } : undefined, // prettier-ignore
  ];
  const own = known.filter((figure) => figure !== undefined);
  return [...own, ...measures.filter(({ name }) => !own.some((figure) => figure.name === name))];
}
