import { stripVTControlCharacters } from 'node:util';

/** A text in lines of at most `width` characters, broken between words; a number keeps its unit, and a word that is
 * longer has a longer line. Colours take no room. Lines after the first are set in by `indent`. */
export function wrap(text: string, width: number, indent = '  '): string {
  const words = text.replaceAll(/(\d) (?=%|[kMG]?B\b|[kMG]\b|m?s\b|min\b|h\b|points)/g, '$1\u00a0').split(' ');
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && lengthOf(line) + 1 + lengthOf(word) > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n').replaceAll('\u00a0', ' ');
}

const lengthOf = (text: string) => stripVTControlCharacters(text).length;
