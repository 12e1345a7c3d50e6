import type { Row } from './data.js';
import { bytes, count, duration, isShare, measured } from '../quantities.js';
import { NINETY_FIVE, shareVariance } from '../share-error.js';

/** What the rows say of the claim that a large model, stopped early and compressed, beats a small one: one sentence for
 * each pair that bears on it, computed from what was measured, whatever it is. */
export function findingsOf(rows: readonly Row[]): string[] {
  const known = rows.filter(isMeasured);
  return [
    ...known.flatMap((small) => against(small, known)),
    ...known.flatMap((row) => losses(row, known)),
    ...rows.filter((row) => !isMeasured(row)).map((row) => `${row.name} was not measured.`),
  ];
}

type MeasuredRow = Row & Required<Pick<Row, 'parameters' | 'bytes' | 'quality'>>;

const isMeasured = (row: Row): row is MeasuredRow =>
  row.parameters !== undefined && row.bytes !== undefined && row.quality !== undefined;

/** A model beside the compressed models that have more parameters than it in a file that is no larger. */
function against(small: MeasuredRow, rows: readonly MeasuredRow[]): string[] {
  const large = rows.filter(
    (row) => row.isCompressed && row.parameters > small.parameters && row.quality.name === small.quality.name,
  );
  const fitting = large.filter((row) => row.bytes <= small.bytes);
  if (fitting.length === 0) {
    if (large.length === 0 || small.isCompressed) return [];
    const least = large.reduce((a, b) => (b.bytes < a.bytes ? b : a));
    return [
      `No larger model was compressed to the size of ${small.name} (${bytes(small.bytes)}): the smallest, ` +
        `${least.name}, has ${bytes(least.bytes)}.`,
    ];
  }
  return fitting.map((row) => {
    const who =
      `${row.name} (${count(row.parameters)} parameters in ${bytes(row.bytes)}) beside ` +
      `${small.name} (${count(small.parameters)} in ${bytes(small.bytes)})`;
    const [first, second] = [row, small].map(({ trainingSeconds }) => trainingSeconds ?? 0);
    const times = first > 0 && second > 0 ? `, trained ${duration(first)} and ${duration(second)}` : '';
    return `${who}${times}: ${verdict(row, small)}`;
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
  const limit = `${(100 * NINETY_FIVE * error).toFixed(2)} points`;
  const samples = a.quality.samples!.toLocaleString('en');
  if (Math.abs(difference) <= NINETY_FIVE * error) {
    return `${values}, ${points}: less than ${samples} sentences can tell from chance (${limit} at 95 %).`;
  }
  return `${values}, ${points}: more than chance explains on ${samples} sentences (${limit} at 95 %).`;
}

const signed = (value: number, digits: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

/** Standard error of the difference of two proportions, taken as independent: for answers to the same sentences it is
 * an upper bound. */
function errorOf(a: MeasuredRow, b: MeasuredRow): number | undefined {
  const [first, second] = [shareVariance(a.quality), shareVariance(b.quality)];
  return first === undefined || second === undefined ? undefined : Math.sqrt(first + second);
}
