import { expect, it } from '@jest/globals';
import { layerMap } from './layer-map.js';

it('is that of Patient KD for a student of six layers and a teacher of twelve, but for the last layer, which it leaves out', () => {
  expect(layerMap(6, 12, 'skip')).toEqual([2, 4, 6, 8, 10, 12]);
  expect(layerMap(6, 12, 'last')).toEqual([7, 8, 9, 10, 11, 12]);
});

it('is TinyBERT’s for four layers, g(m) = 3 m', () => {
  expect(layerMap(4, 12, 'skip')).toEqual([3, 6, 9, 12]);
});

it('spreads layers that do not divide evenly, each once', () => {
  expect(layerMap(3, 8, 'skip')).toEqual([3, 5, 8]);
  expect(layerMap(5, 6, 'skip')).toEqual([1, 2, 4, 5, 6]);
});
