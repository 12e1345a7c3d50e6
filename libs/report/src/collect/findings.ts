import type { Row } from './data.js';
import { bytes, count, duration, isShare, measured } from '../quantities.js';

/** What the rows say of the claim that a large model, stopped early and compressed, beats a small one: one sentence for
 * each pair that bears on it, computed from what was measured, whatever it is. */
export function findingsOf(rows: readonly Row[]): string[] {
  const known = rows.filter(isMeasured);
  return [
    ...known.flatMap((row) => against(row, known)),
    ...known.flatMap((row) => losses(row, known)),
    ...rows.filter((row) => !isMeasured(row)).map((row) => `${row.name} was not measured.`),
  ];
}

type MeasuredRow = Row & Required<Pick<Row, 'parameters' | 'bytes' | 'quality'>>;

const isMeasured = (row: Row): row is MeasuredRow =>
  row.parameters !== undefined && row.bytes !== undefined && row.quality !== undefined;

/** A compressed model beside the models that have fewer parameters than it. */
function against(large: MeasuredRow, rows: readonly MeasuredRow[]): string[] {
  if (!large.isCompressed) return [];
  return rows.flatMap((small) => {
    if (small.parameters >= large.parameters || small.quality.name !== large.quality.name) return [];
    const who =
      `${large.name} (${count(large.parameters)} parameters in ${bytes(large.bytes)}) beside ` +
      `${small.name} (${count(small.parameters)} in ${bytes(small.bytes)})`;
    if (large.bytes > small.bytes)
      return [`${who}: it is still the larger file, so that the two cannot be compared at one size.`];
    const [before, after] = [large, small].map((row) => row.trainingSeconds ?? 0);
    const times = before > 0 && after > 0 ? `, trained ${duration(before)} and ${duration(after)}` : '';
    return [`${who}${times}: ${verdict(large, small)}`];
  });
}

/** A compressed model beside what it was made from. */
function losses(row: MeasuredRow, rows: readonly MeasuredRow[]): string[] {
  if (!row.isCompressed) return [];
  const ancestors = rows.filter((other) => row.ancestors.includes(other.artifact));
  const origin = ancestors.filter((other) => !other.isCompressed).at(-1) ?? ancestors.at(-1);
  if (!origin || origin.quality.name !== row.quality.name) return [];
  const times = origin.bytes / row.bytes;
  return [
    `Compression made ${row.name} ${times.toFixed(times < 10 ? 1 : 0)} times smaller than ${origin.name} ` +
      `(${bytes(origin.bytes)} to ${bytes(row.bytes)}): ${verdict(row, origin)}`,
  ];
}

/** The difference of two rows, and whether so many samples can tell it from chance. */
function verdict(a: MeasuredRow, b: MeasuredRow): string {
  const name = a.quality.name;
  const difference = a.quality.value - b.quality.value;
  const values = `${name} ${measured(a.quality)} against ${measured(b.quality)}`;
  if (!isShare(a.quality)) {
    return `${values}, a difference of ${signed(difference, 4)}.`;
  }
  const points = `${signed(100 * difference, 2)} points`;
  const error = errorOf(a, b);
  if (error === undefined) return `${values}, ${points}.`;
  const limit = `${(100 * 1.96 * error).toFixed(2)} points`;
  const samples = a.quality.samples!.toLocaleString('en');
  if (Math.abs(difference) <= 1.96 * error) {
    return `${values}, ${points}: less than ${samples} sentences can tell from chance (${limit} at 95 %).`;
  }
  return `${values}, ${points}: more than chance explains on ${samples} sentences (${limit} at 95 %).`;
}

const signed = (value: number, digits: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

/** Standard error of the difference of two proportions, taken as independent: for answers to the same sentences it is
 * an upper bound. */
function errorOf(a: MeasuredRow, b: MeasuredRow): number | undefined {
  const variance = ({ quality: { value, samples } }: MeasuredRow) =>
    samples === undefined ? undefined : (value * (1 - value)) / samples;
  const [first, second] = [variance(a), variance(b)];
  return first === undefined || second === undefined ? undefined : Math.sqrt(first + second);
}
