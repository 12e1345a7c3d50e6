import { expect, it } from '@jest/globals';
import { duplicateKey } from './duplicate-key.js';

it.each([
  ['{}', undefined],
  ['{"a": 1, "b": {"a": 2}, "c": [{"a": 3}, {"a": 4}]}', undefined],
  ['{"a": "a", "b": "a", "c": ["a", "a"]}', undefined],
  ['{"a": "\\": {", "b\\\\": "}", "b": 1}', undefined],
  ['{"a": 1, "a": 1}', 'a'],
  ['{"x": {"a": 1, "b" : [{}], "a" : 2}}', 'a'],
  ['{"é": 1, "\\u00e9": 2}', 'é'],
  ['{"__proto__": 1, "__proto__": 2}', '__proto__'],
])('%s has twice: %s', (json, expected) => {
  expect(duplicateKey(json)).toBe(expected);
});

it('takes keys of many megabytes', () => {
  const key = 'k\\n'.repeat(5e6);
  expect(duplicateKey(`{"${key}": 1}`)).toBeUndefined();
});
