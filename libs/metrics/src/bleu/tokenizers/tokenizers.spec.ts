import { describe, expect, it } from '@jest/globals';
import { tokenize13a } from './13a.js';
import { tokenizeChar } from './char.js';
import { tokenizeIntl } from './intl.js';
import { tokenizeNone } from './none.js';

describe('13a', () => {
  it('parts symbols, and full stops and commas that are not between digits', () => {
    expect(tokenize13a('Hello, (world) 1,000.5 a.b $5.').join(' ')).toBe('Hello , ( world ) 1,000.5 a . b $ 5 .');
  });

  it('parts a hyphen from a digit before it and keeps apostrophes', () => {
    expect(tokenize13a("2-3 well-known it's -7").join(' ')).toBe("2 - 3 well-known it's -7");
  });

  it('reads entities once, in mteval’s order, and drops <skipped>', () => {
    expect(tokenize13a('&quot;a&amp;lt;b&apos; <skipped>c').join(' ')).toBe('" a < b & apos ; c');
  });

  it('joins what a hyphen and a line feed part', () => {
    expect(tokenize13a('co-\nop a\nb').join(' ')).toBe('coop a b');
  });
});

describe('intl', () => {
  it('parts Unicode punctuation and symbols, beyond the basic plane too', () => {
    expect(tokenizeIntl('«ja»… 5€ 😀x 3。').join(' ')).toBe('« ja » … 5 € 😀 x 3。');
  });

  it('keeps punctuation between numbers of any script', () => {
    expect(tokenizeIntl('1,5 ٣.٤ Ⅳ-Ⅴ a.b').join(' ')).toBe('1,5 ٣.٤ Ⅳ-Ⅴ a . b');
  });
});

describe('char', () => {
  it('gives code points without white space', () => {
    expect(tokenizeChar('a 😀\u0085é')).toEqual(['a', '😀', 'é']);
  });
});

describe('none', () => {
  it('gives words', () => {
    expect(tokenizeNone(' a.b  (c) ')).toEqual(['a.b', '(c)']);
  });
});
