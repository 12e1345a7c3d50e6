import { expect, it } from '@jest/globals';
import { partOfStop, partsProblem } from './stop-parts.js';
import type { StopConfig } from './stop.js';

const stop = (limits: Partial<StopConfig>) => limits as StopConfig;

it('shares whole steps among trainings so that none is lost', () => {
  const parts = [0, 1, 2].map((part) => partOfStop(stop({ steps: 7, epochs: 1.5, patience: 2 }), part, 3));
  expect(parts).toEqual([2, 3, 2].map((steps) => ({ steps, epochs: 0.5, patience: 2 })));
});

it('says which limit is too little to share', () => {
  expect(partsProblem(stop({ steps: 3, seconds: 0.2 }), 3)).toEqual({
    key: 'stop.seconds',
    message: '0.2 is too little for 3 steps: each needs 0.1 at least',
  });
  expect(partsProblem(stop({ steps: 3, seconds: 0.6 }), 3)).toBeUndefined();
});
