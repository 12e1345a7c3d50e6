import Table from 'cli-table3';
import type { Colours } from './terminal.js';

/** Rows in columns without lines between them, as lists of commands are. */
export function listTable(head: readonly string[], rows: readonly (readonly string[])[], colours: Colours): string {
  const nothing = '';
  const borders = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'];
  const inner = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'];
  const table = new Table({
    head: head.map((title) => colours.dim(title)),
    chars: Object.fromEntries([...borders, ...inner].map((name) => [name, name === 'middle' ? '  ' : nothing])),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
