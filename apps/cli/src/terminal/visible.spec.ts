import { describe, expect, it } from '@jest/globals';
import picocolors from 'picocolors';
import { visible } from './visible.js';

describe('what is written to a terminal', () => {
  it.each([
    ['clears the screen', '\u001b[2J\u001b[1;1H', '\\u001b[2J\\u001b[1;1H'],
    ['sets the title', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
    ['goes back in the line', 'ok\rno', 'ok\\u000dno'],
    ['begins a sequence with one character', '\u009b31m', '\\u009b31m'],
    ['turns the direction of writing', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['deletes', 'a\b\u007f', 'a\\u0008\\u007f'],
  ])('does not do what the text says: %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('keeps colours of this program, lines, tabs and letters of every language', () => {
    const text = picocolors.createColors(true).bold('größer\t日本語 עברית 👩‍🔬\n');
    expect(visible(text)).toBe(text);
  });
});
