/** A text in lines of at most `width` characters, broken between words; a number keeps its unit. Lines after the first
 * are set in by two. */
export function wrap(text: string, width: number): string {
  const words = text.replaceAll(/(\d) (?=%|[kMG]?B\b|[kMG]\b|m?s\b|min\b|points)/g, '$1\u00a0').split(' ');
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n').replaceAll('\u00a0', ' ');
}
