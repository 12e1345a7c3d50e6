import { stringify } from 'csv-stringify/sync';
import { inputId } from '#artifacts';
import type { JobObservation } from '#observations';

/** Observations as CSV (RFC 4180): a row each, with a column for each size of a model (`shape.layers`), key of a config
 * (`config.stop.seconds`), figure (`figure.loss`) and score (`score.accuracy`) that any of them has. */
export function observationsCsv(observations: readonly JobObservation[]): string {
  const rows = observations.map(columnsOf);
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const groups = ['shape', 'config', 'figure', 'score'].map((group) =>
    names.filter((name) => name.startsWith(`${group}.`)).sort(),
  );
  const head = [...names.filter((name) => !name.includes('.')), ...groups.flat()];
  // What begins like a formula would be one in a spreadsheet
  return stringify([head, ...rows.map((row) => head.map((name) => row.get(name)))], {
    escape_formulas: true,
  }).trimEnd();
}

type Cell = string | number | undefined;

function columnsOf({
  artifact,
  kind,
  recipe,
  created,
  seconds,
  bytes,
  shape = {} as JobObservation['shape'],
  summary,
  scores,
}: JobObservation): Map<string, Cell> {
  const { operation, plugin, config, seed } = recipe;
  const idOf = (name: string) => inputId({ recipe }, name);
  return new Map<string, Cell>([
    ...Object.entries({ artifact, kind, operation, plugin: plugin?.id, seed, created, seconds, bytes }),
    ...Object.entries({ model: idOf('model'), dataset: idOf('dataset'), split: scores?.split }),
    ...flat('shape', shape),
    ...flat('config', config),
    ...flat('figure', summary),
    ...(scores?.measures ?? []).map(({ name, value }): [string, Cell] => [`score.${name}`, value]),
  ]);
}

/** The values of nested objects by their path; lists as JSON. */
function flat(path: string, value: unknown): [string, Cell][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return [[path, JSON.stringify(value)]];
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => flat(`${path}.${key}`, inner));
  }
  return [[path, typeof value === 'number' ? value : String(value)]];
}
