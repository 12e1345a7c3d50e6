import { expect, it } from '@jest/globals';
import { wrap } from './wrap.js';

it('wraps between words, keeps numbers with their units, and sets further lines in', () => {
  expect(wrap('one two three', 80)).toBe('one two three');
  expect(wrap('one two three four', 9)).toBe('one two\n  three\n  four');
  expect(wrap('accuracy 80.1 % is', 14)).toBe('accuracy\n  80.1 % is');
  expect(wrap('averyveryverylongword x', 5)).toBe('averyveryverylongword\n  x');
});
