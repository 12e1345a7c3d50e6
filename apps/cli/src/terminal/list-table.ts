import { textTable } from '#report';
import type { Terminal } from './terminal.js';

/** Rows in columns without lines between them, as lists of commands are, no wider than the terminal. */
export function listTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { width, dataColours }: Pick<Terminal, 'width' | 'dataColours'>,
): string {
  return textTable(head, rows, { width, dim: dataColours.dim });
}
