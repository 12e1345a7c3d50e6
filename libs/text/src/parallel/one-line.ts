/** A text on one line: files of translations are compared line by line. */
export const oneLine = (text: string): string =>
  /[\r\n]/.test(text) ? text.replace(/\s*[\r\n]+\s*/g, ' ').trim() : text;
