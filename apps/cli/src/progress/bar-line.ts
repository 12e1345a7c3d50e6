import type { Colours } from '../terminal/terminal.js';

/** Characters of a bar where there is room for it. */
const BAR = 20;

/** A bar with its name and as many of its figures as a line has room for, each whole.
 * @param progress 0 to 1
 * @param width characters in a line */
export function barLine(
  { progress, name, parts }: { progress: number; name: string; parts: readonly string[] },
  width: number,
  colours: Colours,
): string {
  // Some terminals go to the next line once the last character is written
  const room = width - 4 - name.length;
  const [all, first] = [parts.join(', ').length, parts[0]?.length ?? 0];
  const size = Math.max(0, Math.min(BAR, Math.max(room - all, BAR / 2), room - first));
  let text = '';
  for (const part of parts) {
    const longer = text === '' ? part : `${text}, ${part}`;
    if (size + 1 + name.length + 2 + longer.length >= width) break;
    text = longer;
  }
  const full = Math.round(progress * size);
  const bar = size > 0 ? `${colours.cyan('━'.repeat(full) + '·'.repeat(size - full))} ` : '';
  return `${bar}${name.slice(0, Math.max(1, width - 1))}${text ? `  ${colours.dim(text)}` : ''}`;
}
