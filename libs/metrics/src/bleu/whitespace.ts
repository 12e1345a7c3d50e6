/** The characters that Python's `str.split()` and `str.strip()` take for white space, which sacreBLEU splits at. Beyond
 * JavaScript's `\s` they are U+001C to U+001F and U+0085; U+FEFF is not among them. */
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const ONE = new RegExp(`[${SPACE}]`);
const RUN = new RegExp(`[${SPACE}]+`);

/** Whether a character is white space. */
export function isSpace(character: string): boolean {
  return ONE.test(character);
}

/** The words of a text: what is between runs of white space. */
export function splitWords(text: string): string[] {
  return text.split(RUN).filter((word) => word !== '');
}

/** The text without the white space at its end. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text[end - 1])) end--;
  return text.slice(0, end);
}
