import { relative } from 'node:path';
import { glueTerminalTable, terminalTable, wrap } from '#report';
import type { Terminal } from '../terminal/terminal.js';
import type { RunReport } from './run-report.js';

/** The table and the findings as data, the path of the page as a note. */
export function printReport({ data, file }: RunReport, terminal: Terminal): void {
  if (data.rows.length > 0) terminal.print(terminalTable(data.rows, terminal.width));
  for (const result of data.glue) {
    const { table, notes } = glueTerminalTable(result, terminal.width);
    terminal.print(table);
    for (const note of notes) terminal.print(wrap(note, terminal.width));
  }
  for (const finding of data.findings) terminal.print(wrap(finding, terminal.width));
  terminal.note(`report: ${shortest(file)}`);
}

/** A path as it is shortest from here. */
export function shortest(path: string): string {
  const here = relative(process.cwd(), path);
  return here.length < path.length && !here.startsWith('../..') ? here : path;
}
