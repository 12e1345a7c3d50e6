import { stringify } from 'csv-stringify/sync';
import type { ArtifactSummary } from '#contracts';

/** Artifacts as CSV (RFC 4180): a row each, then a column for each figure that any of them has. */
export function artifactsCsv(artifacts: readonly ArtifactSummary[]): string {
  const figures = [...new Set(artifacts.flatMap(({ summary }) => Object.keys(summary)))].sort();
  const rows = artifacts.map(({ id, kind, operation, plugin, created, seconds, bytes, summary }) => [
    ...[id, kind, operation, plugin, created, seconds, bytes],
    ...figures.map((name) => summary[name]),
  ]);
  // Steps and results may have figures of one name: those of results come after a dot
  const head = [
    'id',
    'kind',
    'operation',
    'plugin',
    'created',
    'seconds',
    'bytes',
    ...figures.map((name) => `.${name}`),
  ];
  // What begins like a formula would be one in a spreadsheet
  return stringify([head, ...rows], { escape_formulas: true }).trimEnd();
}
