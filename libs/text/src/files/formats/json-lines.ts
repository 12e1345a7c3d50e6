import { lineBatches, readFirstLine } from '../read-lines.js';
import { type Format, wrongRow } from './format.js';
import { recordValues } from './record-values.js';
import { valueText } from './value-text.js';

/** An object of values by column on each line; columns may be missing, or null, where nobody asks for them. An object among
 * the values has columns of its own, `translation.en`. */
export const jsonLines: Format = {
  endings: ['jsonl', 'ndjson'],

  async columns(path) {
    return recordValues(objectOf(path, 1, await readFirstLine(path))).map(([name]) => name);
  },

  numbered: 'line',

  async *batches(path) {
    const index = new Map<string, number>();
    let done = 0;
    for await (const lines of lineBatches(path)) {
      const rows: (string | undefined)[][] = [];
      const numbers: number[] = [];
      for (const line of lines) {
        done += 1;
        if (line.trim() === '') continue;
        const row: (string | undefined)[] = [];
        for (const [name, value] of recordValues(objectOf(path, done, line))) {
          if (!index.has(name)) index.set(name, index.size);
          row[index.get(name) as number] = valueText(value);
        }
        rows.push(row);
        numbers.push(done);
      }
      yield { columns: [...index.keys()], rows, numbers, skipped: 0 };
    }
  },
};

function objectOf(path: string, line: number, text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    // What JSON.parse says quotes the line
    const at = /position (\d+)/.exec((cause as Error).message)?.[1];
    throw wrongRow(path, ['line', line], `is no JSON${at === undefined ? '' : ` at its character ${Number(at) + 1}`}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw wrongRow(path, ['line', line], 'is no JSON object of values by column');
}
