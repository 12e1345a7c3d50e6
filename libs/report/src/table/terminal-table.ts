import Table from 'cli-table3';
import type { Row } from '../collect/data.js';
import { columnsOf } from './columns.js';

/** The comparison as a table for a terminal: letters and lines, no colours. */
export function terminalTable(rows: readonly Row[]): string {
  const columns = columnsOf(rows);
  const table = new Table({
    head: columns.map(({ title }) => title),
    colAligns: columns.map((_, index) => (index === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(columns.map((column) => column.value(row) ?? '–'));
  return table.toString();
}
