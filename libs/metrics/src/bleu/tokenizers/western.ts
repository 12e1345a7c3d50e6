import { splitWords } from '../../translation/whitespace.js';

/** ASCII punctuation and symbols but for the apostrophe, comma, hyphen and full stop. */
const SYMBOL = /[!-&(-+/:-@[-`{-~]/g;
const FULL_STOP = /[.,]/;

/** The part of 13a that zh has as well: what stands alone in Western text. */
export function tokenizeWestern(text: string): string[] {
  let parted = text.replace(SYMBOL, ' $& ');
  if (FULL_STOP.test(parted)) {
    parted = parted.replace(/([^0-9])([.,])/gu, '$1 $2 ').replace(/([.,])([^0-9])/gu, ' $1 $2');
  }
  if (parted.includes('-')) parted = parted.replace(/([0-9])(-)/g, '$1 $2 ');
  return splitWords(parted);
}
