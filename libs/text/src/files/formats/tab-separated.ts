import { lineBatches, readFirstLine } from '../read-lines.js';
import { type Format, wrongFields } from './format.js';

/** Fields between tabs as they stand: quotes have no meaning, as in GLUE's files. */
export const tabSeparated: Format = {
  endings: ['tsv', 'txt'],
  isText: true,

  async columns(path) {
    return (await readFirstLine(path)).split('\t');
  },

  numbered: 'line',

  async *batches(path, options) {
    let columns = options.columns;
    let done = 0;
    for await (const lines of lineBatches(path)) {
      const rows: string[][] = [];
      const numbers: number[] = [];
      let skipped = 0;
      for (const line of lines) {
        done += 1;
        const row = line.split('\t');
        if (columns === undefined) columns = row;
        else if (row.length === columns.length) {
          rows.push(row);
          numbers.push(done);
        } else if (options.skipWrongRows) skipped += 1;
        else throw wrongFields(path, done, row.length, columns.length);
      }
      yield { columns: columns ?? [], rows, numbers, skipped };
    }
  },
};
