import { splitWords } from '../whitespace.js';

/** ASCII punctuation and symbols but for the apostrophe, comma, hyphen and full stop. */
const SYMBOL = /[!-&(-+/:-@[-`{-~]/g;

/** The tokenizer of NIST's mteval-v13a.pl, WMT's: ASCII symbols stand alone; full stops and commas do too, unless
 * between digits; a hyphen does after a digit. */
export function tokenize13a(segment: string): string[] {
  let text = segment.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  // In this order: `&amp;lt;` ends as `<`.
  if (text.includes('&')) {
    text = text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  }
  return splitWords(
    ` ${text} `
      .replace(SYMBOL, ' $& ')
      .replace(/([^0-9])([.,])/gu, '$1 $2 ')
      .replace(/([.,])([^0-9])/gu, ' $1 $2')
      .replace(/([0-9])(-)/g, '$1 $2 '),
  );
}
