import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import { wrap } from './wrap.js';

export interface TextTableOptions {
  /** Characters in a line; no limit if left out. */
  readonly width?: number;
  /** By column; left where it is left out. */
  readonly aligns?: readonly ('left' | 'right')[];
  /** Lines between cells, as far as there is room for them. */
  readonly borders?: boolean;
  /** Colours the titles. */
  readonly dim?: (text: string) => string;
}

/** Characters between two columns without a line between them. */
const GAP = 2;
const plain = (text: string) => stripVTControlCharacters(text);
const lengthOf = (text: string) => plain(text).length;

/** A table for a terminal. Where it is wider than a line, it first gives up its borders, then folds cells between words,
 * and at last becomes a list with a line for each cell: what a cell says is always there to its last digit. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { width = Infinity, aligns = [], borders = false, dim = (text) => text }: TextTableOptions = {},
): string {
  const all = [head, ...rows];
  const natural = head.map((_, column) => Math.max(...all.map((row) => lengthOf(row[column]))));
  const sum = (widths: readonly number[]) => widths.reduce((total, one) => total + one, 0);
  if (borders && sum(natural) + 3 * head.length + 1 <= width) return bordered(head, rows, aligns);
  const room = width - GAP * (head.length - 1);
  const least = head.map((_, column) => Math.max(...all.map((row) => longestWord(row[column]))));
  if (sum(least) > room) return asList(head, rows, width, dim);
  const widths = folded(natural, least, room);
  const fold = (row: readonly string[]) => row.map((cell, column) => wrapped(cell, widths[column]));
  return unbordered(
    fold(head).map((title) => title.split('\n').map(dim).join('\n')),
    rows.map(fold),
    aligns,
  );
}

/** Takes characters from the widest columns until all fit. */
function folded(natural: readonly number[], least: readonly number[], room: number): number[] {
  const widths = [...natural];
  for (let over = widths.reduce((total, one) => total + one, 0) - room; over > 0; over -= 1) {
    const spare = widths.map((one, column) => (one > least[column] ? one : 0));
    widths[spare.indexOf(Math.max(...spare))] -= 1;
  }
  return widths;
}

const longestWord = (text: string) =>
  Math.max(
    ...wrap(plain(text), 1)
      .split('\n')
      .map((word) => word.trim().length),
  );

/** A coloured cell is of one colour, which each of its lines then has. */
function wrapped(cell: string, width: number): string {
  const text = plain(cell);
  if (text.length <= width) return cell;
  const lines = wrap(text, width, '');
  return text === cell ? lines : lines.split('\n').map((line) => cell.replace(text, line)).join('\n'); // prettier-ignore
}

function bordered(head: readonly string[], rows: readonly (readonly string[])[], aligns: readonly string[]): string {
  const table = new Table({ head: [...head], colAligns: alignsOf(head, aligns), style: { head: [], border: [], compact: true } }); // prettier-ignore
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}

function unbordered(head: readonly string[], rows: readonly (readonly string[])[], aligns: readonly string[]): string {
  const outer = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'];
  const inner = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'];
  const table = new Table({
    head: [...head],
    colAligns: alignsOf(head, aligns),
    chars: Object.fromEntries([...outer, ...inner].map((name) => [name, name === 'middle' ? ' '.repeat(GAP) : ''])),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const alignsOf = (head: readonly string[], aligns: readonly string[]) =>
  head.map((_, column) => (aligns[column] ?? 'left') as 'left' | 'right');

/** A line for each cell that says something, an empty line between rows. */
function asList(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  dim: (text: string) => string,
): string {
  const indent = Math.max(...head.map(lengthOf)) + GAP;
  const line = (title: string, cell: string) => {
    const lines = wrapped(cell, Math.max(1, width - indent)).split('\n');
    return lines.map((part, n) => `${n === 0 ? dim(title) + ' '.repeat(indent - lengthOf(title)) : ' '.repeat(indent)}${part}`); // prettier-ignore
  };
  return rows
    .map((row) => row.flatMap((cell, column) => (plain(cell).trim() === '' ? [] : line(head[column], cell))).join('\n'))
    .join('\n\n');
}
