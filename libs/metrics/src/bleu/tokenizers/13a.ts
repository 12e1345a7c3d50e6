import { tokenizeWestern } from './western.js';

/** The tokenizer of NIST's mteval-v13a.pl, WMT's: ASCII symbols stand alone; full stops and commas do too, unless
 * between digits; a hyphen does after a digit. */
export function tokenize13a(segment: string): string[] {
  let text = segment;
  if (text.includes('<')) text = text.replaceAll('<skipped>', '');
  if (text.includes('\n')) text = text.replaceAll('-\n', '').replaceAll('\n', ' ');
  // In this order: `&amp;lt;` ends as `<`.
  if (text.includes('&')) {
    text = text.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  }
  return tokenizeWestern(` ${text} `);
}
