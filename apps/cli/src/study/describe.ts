import { bytes, count } from '#report';
import type { StudyReport, StudyRow } from '#study';
import { listTable } from '../terminal/list-table.js';
import type { Terminal } from '../terminal/terminal.js';

type Estimate = StudyRow['accuracy'];

/** The tables and verdicts of a study. */
export function describeStudy(report: StudyReport, terminal: Pick<Terminal, 'width' | 'dataColours'>): string {
  const { rows, best, claims, examples } = report;
  const head = ['size', 'seconds', 'weights', 'parameters', 'bytes', 'accuracy in %'];
  const table = rows.map(({ size, seconds, form, parameters, bytes: value, accuracy }) => [
    size,
    String(seconds),
    form,
    count(parameters),
    bytes(value),
    between(accuracy, ''),
  ]);
  return [
    listTable(head, table, terminal),
    '',
    `Means over ${rows[0].seeds} seeds on ${examples.toLocaleString('en')} examples; 95 % intervals by the multi-bootstrap.`,
    ...best.map(({ seconds, size }) => `The best size after ${seconds} s: ${size}.`),
    '',
    ...claims.flatMap(({ claim, verdict, what, points }) => [
      `${terminal.dataColours.bold(verdict)}: ${claim}`,
      `  ${what}: ${between(points, '+')} points`,
    ]),
  ].join('\n');
}

/** `81.3 (80.1 to 82.4)` */
function between({ value, low, high }: Estimate, sign: '' | '+'): string {
  const shown = (figure: number) => `${sign !== '' && figure > 0 ? sign : ''}${figure.toFixed(sign ? 2 : 1)}`;
  return `${shown(value)} (${shown(low)} to ${shown(high)})`;
}
