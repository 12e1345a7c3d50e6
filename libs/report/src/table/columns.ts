import type { Row } from '../collect/data.js';
import { bytes, count, duration, measured } from '../quantities.js';

export interface Column {
  readonly title: string;
  /** Undefined where it was not measured. */
  value(row: Row): string | undefined;
}

/** Real tokens in a second of training. */
function speed({ trainingSeconds: seconds, trainingTokens: tokens }: Row): number | undefined {
  return seconds !== undefined && seconds > 0 && tokens !== undefined ? tokens / seconds : undefined;
}

/** The size of the file whose latency it is. */
const timedFile = ({ measures }: Row) => measures.find(({ name }) => name === 'onnx_bytes');

/** The columns of a comparison, what decides first: a phone shows the first few. The quality's title is the measure's name. */
export function columnsOf(rows: readonly Row[]): Column[] {
  const names = [...new Set(rows.flatMap(({ quality }) => (quality ? [quality.name] : [])))];
  const optional = <T>(value: T | undefined, show: (value: T) => string) =>
    value === undefined ? undefined : show(value);
  return [
    { title: 'model', value: ({ name }) => name },
    ...(names.length > 0 ? names : ['quality']).map((name) => ({
      title: name,
      value: ({ quality }: Row) => (quality?.name === name ? measured(quality) : undefined),
    })),
    { title: 'size', value: (row) => optional(row.bytes, bytes) },
    { title: 'latency', value: (row) => optional(row.latency, measured) },
    ...(rows.some(timedFile) ? [{ title: 'ONNX file', value: (row: Row) => optional(timedFile(row), measured) }] : []),
    { title: 'parameters', value: (row) => optional(row.parameters, count) },
    { title: 'training', value: (row) => optional(row.trainingSeconds, duration) },
    { title: 'tokens', value: (row) => optional(row.trainingTokens, count) },
    { title: 'tokens/s', value: (row) => optional(speed(row), count) },
  ];
}
