import { content, nearest, TlcError } from '#contracts';
import { column, placeOf, type Table } from '../files/table.js';
import type { Task } from './task.js';

/** Sees that each label of a file is one of the task's, and that labels which are to be found are plain: none blank,
 * none with spaces around. Messages name line and column, and say nothing of the content.
 * @throws TlcError DATA_UNKNOWN_LABEL, and what `column` throws */
export function checkLabels(table: Table, task: Task): void {
  column(table, task.label).forEach((word, row) => {
    const problem = problemOf(word, task);
    if (problem === undefined) return;
    const message = `${placeOf(table, row)}, column ${JSON.stringify(task.label)}: the label ${problem}`;
    const place = { path: table.path, [table.numbered]: table.numbers[row], column: task.label };
    throw new TlcError('DATA_UNKNOWN_LABEL', message, { details: { ...place, allowed: allowed(task.labels) } });
  });
}

function problemOf(word: string, { labels, apart, highestScore: most = 1 }: Task): string | undefined {
  const plain = word.trim();
  if (plain === '') return 'is blank';
  if (labels === 'scores') {
    if (!isFinite(Number(word))) return 'is not a number';
    return apart && Math.abs(Number(word)) > most
      ? `is not between ${-most} and ${most}, the highest_score`
      : undefined;
  }
  if (labels === 'found') return plain === word ? undefined : 'has spaces around it';
  if (labels.includes(word)) return undefined;
  const near = nearest(plain, labels);
  const hint = near === undefined ? '' : `; it is nearest to ${near}${near === plain ? ', with spaces around it' : ''}`;
  return `is none of ${content(labels.join(', '))}${content(hint)}`;
}

function allowed(labels: Task['labels']): string | readonly string[] {
  if (labels === 'scores') return 'numbers';
  return labels === 'found' ? 'words without spaces around' : labels;
}

/** Sees that the labels of a task that names them are plain and different.
 * @throws TlcError DATA_LABELS_UNCLEAR */
export function checkNames({ labels, names, label }: Task): void {
  if (typeof labels === 'string') return;
  if (names && new Set(names.map((name) => name.trim())).size < names.length) {
    throw unclear('two labels of the task have the same class name', label);
  }
  const blank = labels.findIndex((word) => word.trim() === '' || word.trim() !== word);
  if (blank >= 0) throw unclear(`label ${blank + 1} of the task is blank or has spaces around it`, label);
  if (new Set(labels).size < labels.length) throw unclear('the task names a label twice', label);
  checkNumbers(new Map(labels.map((word, i) => [word, `label ${i + 1} of the task`])), label);
}

/** The classes of a task whose labels are to be found: those of the train split, sorted.
 * @throws TlcError DATA_LABELS_UNCLEAR where two are the same number, such as 1 and 1.0, or all are the same */
export function foundLabels(tables: readonly Table[], name: string): string[] {
  const places = new Map<string, string>();
  for (const table of tables) {
    column(table, name).forEach((word, row) => {
      if (!places.has(word)) places.set(word, placeOf(table, row));
    });
  }
  checkNumbers(places, name);
  if (places.size === 1) throw unclear(`${[...places.values()][0]}: every row of the train split has this label`, name);
  return [...places.keys()].sort();
}

/** @param places where each label first stands */
function checkNumbers(places: ReadonlyMap<string, string>, name: string): void {
  const numbers = new Map<number, string>();
  for (const [word, place] of places) {
    const number = Number(word);
    if (Number.isNaN(number)) continue;
    const before = numbers.get(number);
    if (before !== undefined) throw unclear(`${before} and ${place}: two labels that are the same number`, name);
    numbers.set(number, place);
  }
}

function unclear(message: string, name: string): TlcError {
  return new TlcError('DATA_LABELS_UNCLEAR', `${message} (column ${JSON.stringify(name)})`, {
    details: { column: name },
  });
}
