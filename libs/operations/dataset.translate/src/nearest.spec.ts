import { expect, it } from '@jest/globals';
import { nearest } from './nearest.js';

it.each([
  ['the dog runs fast', ['a dog runs', 'the dog runs fast today', 'the cat'], 'the dog runs fast today'],
  ['the dog', ['the dog', 'the dog'], 'the dog'],
  ['quite other words', ['a b', 'c d'], 'a b'],
])('takes what is nearest to %s', (reference, texts, expected) => {
  expect(nearest(texts, reference)).toBe(expected);
});
