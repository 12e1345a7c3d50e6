import { expect, it } from '@jest/globals';
import { durationOption, latencyOption, sizeOption } from './quantities.js';

it.each([
  [durationOption, '90', 90],
  [durationOption, '20m', 1200],
  [durationOption, '1.5 h', 5400],
  [sizeOption, '4MB', 4_000_000],
  [sizeOption, '500kb', 500_000],
  [sizeOption, '3MiB', 3_145_728],
  [latencyOption, '5ms', 5],
  [latencyOption, '0.5s', 500],
])('%p reads %s as %d', (option, text, value) => expect(option(text)).toBe(value));

it.each(['', '0', '-1m', '20x', 'm', '1e9', '4 M B'])('refuses %j', (text) => {
  for (const option of [durationOption, sizeOption, latencyOption]) {
    expect(() => option(text)).toThrow('It must be');
  }
});
