/** The characters that Python's `str.split()` and `str.strip()` take for white space, which sacreBLEU splits at. Beyond
 * JavaScript's `\s` they are U+001C to U+001F and U+0085; U+FEFF is not among them. */
const SPACES = [
  ...[9, 10, 11, 12, 13, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680],
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => 0x2000 + n),
  ...[0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
];

const TABLE = new Uint8Array(0x3001);
for (const code of SPACES) TABLE[code] = 1;

/** Whether a character, by its code, is white space. */
export function isSpaceCode(code: number): boolean {
  return code <= 0x3000 && TABLE[code] === 1;
}

/** The words of a text: what is between runs of white space. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    if (isSpaceCode(text.charCodeAt(at))) {
      if (start >= 0) words.push(text.slice(start, at));
      start = -1;
    } else if (start < 0) {
      start = at;
    }
  }
  if (start >= 0) words.push(text.slice(start));
  return words;
}

/** The text without the white space at its end. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpaceCode(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

/** The text without the white space at both ends. */
export function trim(text: string): string {
  let start = 0;
  while (start < text.length && isSpaceCode(text.charCodeAt(start))) start++;
  return trimEnd(text.slice(start));
}
