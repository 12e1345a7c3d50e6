import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import picocolors from 'picocolors';
import { textTable } from './text-table.js';

const colours = picocolors.createColors(true);
const head = ['step', 'status', 'time', 'artifact', 'figures'];
const rows = [
  ['data', colours.green('there already'), '1 min 15 s', '0123456789ab', 'train tokens 123,456, dev tokens 1,028'],
  ['tuned-with-a-long-name', colours.red('failed'), '', 'ba9876543210', 'JOB_CRASHED'],
];
const words = (text: string) => text.split(/[\s│─┌┐└┘├┤┬┴┼]+/).filter(Boolean);

describe.each([true, false])('a table (with borders where there is room: %s)', (borders) => {
  it.each([20, 40, 60, 80, 100, 200, undefined])('of %p characters is never wider, and loses no digit', (width) => {
    const table = textTable(head, rows, { width, borders, dim: colours.dim });
    const lines = stripVTControlCharacters(table).split('\n');
    // The longest word may be longer than a line: it is whole all the same
    if (width && width >= 40) for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    const shown = words(lines.join(' '));
    for (const cell of rows.flat().flatMap((text) => words(stripVTControlCharacters(text))))
      expect(shown).toContain(cell);
    expect(table.includes('│')).toBe(borders && (width ?? 200) >= 120);
  });
});

it('folds cells between words, numbers with their units, and colours each line of them', () => {
  expect(textTable(['what', 'n'], [['one two three', '1.2 MB']], { width: 13, aligns: ['left', 'right'] })).toBe(
    'what        n\none    1.2 MB\ntwo\nthree',
  );
  expect(
    textTable(['x'], [[colours.green('one two')]], { width: 3 })
      .split('\n')
      .slice(1),
  ).toEqual([colours.green('one'), colours.green('two')]);
});

it('is a list where its words have no room beside each other, without what is empty', () => {
  const list = textTable(['step', 'memory'], [['first', '1.25 GB'], ['second', '']], { width: 11 }); // prettier-ignore
  expect(list).toBe('step    first\nmemory  1.25 GB\n\nstep    second');
});
