import { expect, it } from '@jest/globals';
import { thinned } from './curve.js';

const point = (step: number, dev?: number) => ({
  step,
  seconds: step,
  tokens: 10 * step,
  loss: 1 / step,
  ...(dev !== undefined && { dev: { name: 'accuracy', value: dev } }),
});

it('keeps the last training of a history, some twenty points of it, and what was measured', () => {
  const before = [1, 50, 100].map((step) => point(step));
  const own = Array.from({ length: 150 }, (_, i) => point(i + 1, i === 76 ? 0.8 : undefined));
  const kept = thinned([...before, ...own]);
  expect(kept.map(({ step }) => step)).toEqual([
    ...[6, 14, 22, 30, 38, 46, 54, 62, 70, 77, 78, 86, 94, 102, 110, 118, 126, 134, 142, 150],
  ]);
  expect(kept.find(({ step }) => step === 77)?.dev?.value).toBe(0.8);
  expect(thinned(own.slice(0, 3))).toEqual(own.slice(0, 3));
  expect(thinned([])).toEqual([]);
});
