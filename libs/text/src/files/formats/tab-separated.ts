import { readFirstLine, readLines } from '../read-lines.js';
import { type Format, wrongFields } from './format.js';

/** Fields between tabs as they stand: quotes have no meaning, as in GLUE's files. */
export const tabSeparated: Format = {
  endings: ['tsv', 'txt'],
  isText: true,

  async columns(path) {
    return (await readFirstLine(path)).split('\t');
  },

  async read(path, options) {
    const all = await readLines(path);
    const columns = options.columns ?? all[0].split('\t');
    const rows: string[][] = [];
    const numbers: number[] = [];
    let skipped = 0;
    for (let i = options.columns ? 0 : 1; i < all.length; i++) {
      const row = all[i].split('\t');
      if (row.length === columns.length) {
        rows.push(row);
        numbers.push(i + 1);
      } else if (options.skipWrongRows) skipped += 1;
      else throw wrongFields(path, i + 1, row.length, columns.length);
    }
    return { columns, rows, numbers, numbered: 'line', skipped };
  },
};
