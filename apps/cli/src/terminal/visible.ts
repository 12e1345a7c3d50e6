/** What moves the cursor, changes colours or the direction of writing: controls but tab and line end, and the marks of
 * bidirectional text (Unicode TR 36, "Trojan Source", Boucher and Anderson 2021). */
const HOSTILE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Colours as this program writes them. */
const COLOURS = /(\u001b\[(?:0|[1-9]|2[1-9]|3[0-79]|4[0-79]|9[0-7])m)/;

/** A text for a terminal or a file that people read: colours stay, and every other control character is written out as
 * `\u001b`, so that names, titles and errors of others cannot do anything. */
export function visible(text: string): string {
  return text
    .split(COLOURS)
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll(HOSTILE, written)))
    .join('');
}

const written = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
