import type { Row } from '../collect/data.js';
import { columnsOf } from './columns.js';
import { textTable } from './text-table.js';

/** The comparison as a table for a terminal: letters and lines, no colours.
 * @param width characters in a line */
export function terminalTable(rows: readonly Row[], width?: number): string {
  const columns = columnsOf(rows);
  return textTable(
    columns.map(({ title }) => title),
    rows.map((row) => columns.map((column) => column.value(row) ?? '–')),
    { width, aligns: columns.map((_, index) => (index === 0 ? 'left' : 'right')), borders: true },
  );
}
