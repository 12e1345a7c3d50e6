import { splitWords } from '../../translation/whitespace.js';

/** Words as they are: for text that has been tokenized already. */
export function tokenizeNone(segment: string): string[] {
  return splitWords(segment);
}
