import { isSpaceCode, splitWords } from '../translation/whitespace.js';

const isPunctuation = (code: number) =>
  (code >= 0x21 && code <= 0x2f) ||
  (code >= 0x3a && code <= 0x40) ||
  (code >= 0x5b && code <= 0x60) ||
  (code >= 0x7b && code <= 0x7e);

/** The code points of texts, written into one array that grows. */
export class Characters {
  codes = new Int32Array(1024);

  /** Reads the code points of a text.
   * @returns how many there are */
  read(text: string, withSpace: boolean): number {
    if (text.length > this.codes.length) this.codes = new Int32Array(2 * text.length);
    const { codes } = this;
    let length = 0;
    for (let at = 0; at < text.length; at++) {
      let code = text.charCodeAt(at);
      if (code >= 0xd800 && code < 0xdc00) {
        code = text.codePointAt(at)!;
        if (code > 0xffff) at++;
      }
      if (withSpace || !isSpaceCode(code)) codes[length++] = code;
    }
    return length;
  }
}

/** The words of a text for chrF++: one ASCII mark at a word's end stands alone, or else one at its beginning (so that
 * `(hi)` is `(hi` and `)`, as in the authors' own chrF++.py). */
export function chrfWords(text: string): string[] {
  const words: string[] = [];
  for (const word of splitWords(text)) {
    const last = word.length - 1;
    if (last === 0 || (last === 1 && word.codePointAt(0)! > 0xffff)) words.push(word);
    else if (isPunctuation(word.charCodeAt(last))) words.push(word.slice(0, last), word[last]);
    else if (isPunctuation(word.charCodeAt(0))) words.push(word[0], word.slice(1));
    else words.push(word);
  }
  return words;
}
