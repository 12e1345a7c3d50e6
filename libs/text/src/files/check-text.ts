import { findSplits, holding } from './find-splits.js';
import { streamText } from './stream-text.js';

/** Sees that the beginning of each file of text can be read, and holds none of it.
 * @param column of files with columns the one that holds the text
 * @param most characters that are read of each file
 * @throws TlcError as findSplits and streamText do */
export async function checkText(path: string, column: string | undefined, most: number): Promise<void> {
  for (const file of Object.values(await findSplits(path, { fits: holding(column) })).flat()) {
    let read = 0;
    for await (const texts of streamText(file, column)) {
      for (const text of texts) read += text.length;
      if (read > most) break;
    }
  }
}
