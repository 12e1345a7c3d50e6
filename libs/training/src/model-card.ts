import type { Measure } from '#contracts';
import { type CardContent, hubTask, type Model } from '#models';
import type { LineageEntry } from './model-artifact.js';

/** Scores of a model on a split of a task. */
export interface CardScores {
  /** As `dataset.encode` names it, such as `glue/sst2`; undefined for data of the user's own. */
  readonly task?: string;
  readonly split: string;
  readonly measures: readonly Pick<Measure, 'name' | 'value'>[];
}

/** GLUE on the hub. */
const GLUE = 'nyu-mll/glue';

/** What a model's card says of how it was made and how good it is. Front matter: `license` (`unknown` where no model that
 * it was made from says one), `base_model`, `datasets`, `metrics` and `model-index`, as the hub's model cards have them.
 * @param scores measured elsewhere; what the last step measured on its dev split is said, too */
export function cardOf(
  lineage: readonly LineageEntry[],
  head: Model['head'],
  scores: readonly CardScores[] = [],
): CardContent {
  // prettier-ignore
  const base = lineage.findLast(({ source }) => source)?.source?.hub;
  const results = [...lineageScores(lineage), ...scores].filter(({ measures }) => measures.length > 0);
  const tasks = lineage.flatMap(({ task }) => (task === undefined ? [] : [task]));
  const datasets = [...tasks, ...results.map(({ task }) => task)].some((task) => task?.startsWith('glue/'))
    ? [GLUE]
    : [];
  const metrics = [...new Set(results.flatMap(({ measures }) => measures.map(({ name }) => name)))];
  return {
    facts: {
      license: lineage.findLast(({ license }) => license !== undefined)?.license ?? 'unknown',
      ...(base !== undefined && { base_model: base }),
      ...(datasets.length > 0 && { datasets }),
      ...(metrics.length > 0 && { metrics, 'model-index': [{ name: 'model', results: results.map((result) => indexed(result, head)) }] }), // prettier-ignore
    },
    card: [howMade(lineage), ...scores.map(scoresTable)].join('\n\n'),
  };
}

/** What the last step measured on the dev split of its task: an earlier step measured another model. */
function lineageScores(lineage: readonly LineageEntry[]): CardScores[] {
  const last = lineage.at(-1);
  if (!last) return [];
  const measures = Object.entries(last.summary).flatMap(([key, value]) =>
    key.startsWith('dev_') && typeof value === 'number' ? [{ name: key.slice('dev_'.length), value }] : [],
  );
  return [{ ...(last.task !== undefined && { task: last.task }), split: 'dev', measures }];
}

function indexed({ task, split, measures }: CardScores, head: Model['head']) {
  const own = { type: 'own', name: task ?? 'own data', split };
  const glue = { type: GLUE, name: `GLUE ${task?.slice('glue/'.length)}`, config: task?.slice('glue/'.length), split: split.replace(/^dev/, 'validation') }; // prettier-ignore
  return {
    task: { type: hubTask(head) },
    dataset: task?.startsWith('glue/') ? glue : own,
    metrics: measures.map(({ name, value }) => ({ type: name, value, name })),
  };
}

function howMade(lineage: readonly LineageEntry[]): string {
  const figures = (entry: LineageEntry) =>
    Object.entries(entry.summary)
      .map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`)
      .join(', ');
  const rows = lineage.map((entry, i) => {
    const what = entry.plugin ? `${entry.operation} with ${entry.plugin.id} ${entry.plugin.version}` : entry.operation;
    return `| ${i + 1} | ${what} | ${figures(entry)} |`;
  });
  return ['## How it was made', '', '| | step | figures |', '|---|---|---|', ...rows].join('\n');
}

function scoresTable({ task, split, measures }: CardScores): string {
  const rows = measures.map(({ name, value }) => `| ${name} | ${value} |`);
  return [`## Scores: ${task ?? 'own data'}, ${split}`, '', '| measure | value |', '|---|---|', ...rows].join('\n');
}
