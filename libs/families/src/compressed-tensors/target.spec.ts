import { expect, it } from '@jest/globals';
import { targeted } from './target.js';

const MODULE = 'bert.encoder.layer.0.output.dense';
const of = (...targets: string[]) => ({ targets, weights: { num_bits: targets.length } });

it.each([
  ['the class', [of('Linear')], 0],
  ['the name before an expression before the class', [of('Linear'), of('re:.*dense'), of(MODULE)], 2],
  ['an expression before the class', [of('Linear'), of('re:.*\\.output\\.dense$')], 1],
  ['the first of equals by the alphabet', [of('re:bert.*'), of('re:.*dense')], 1],
  ['an expression from the beginning on', [of('re:encoder'), of('Linear')], 1],
  ['no expression that cannot be', [of('re:(?P<x>bert'), of('Linear')], 1],
])('the group of a module is that of %s', (_, groups, index) => {
  expect(targeted(groups, MODULE, 'linear')).toBe(groups[index]);
});

it('is none of another class or name', () => {
  expect(targeted([of('Embedding', 're:roberta', 'bert')], MODULE, 'linear')).toBeUndefined();
  expect(targeted([null, { targets: 'Linear' }], MODULE, 'linear')).toBeUndefined();
});
