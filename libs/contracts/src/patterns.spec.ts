import { expect, it } from '@jest/globals';
import { namePattern } from './patterns.js';

it.each([
  ['a.b', 'a.b', true],
  ['a.b', 'axb', false],
  ['a.*.b', 'a.1.x.b', true],
  ['*bias', 'layer.0.bias', true],
  ['*bias', 'layer.0.bias.x', false],
  ['*', '', true],
  ['a(b|c)', 'ab', false],
])('%s for %s: %s', (pattern, name, matches) => {
  expect(namePattern(pattern).test(name)).toBe(matches);
});
