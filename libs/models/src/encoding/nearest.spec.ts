import { expect, it } from '@jest/globals';
import { random } from '#engine';
import { fitGrid, type FitOptions } from './fit.js';
import { nearestOn } from './nearest.js';
import { projectToGrid } from './project.js';

const GRIDS: FitOptions[] = [
  { bits: 4, granularity: 'tensor', symmetric: true },
  { bits: 3, granularity: 'channel', symmetric: false },
  { bits: 2, granularity: 'group', groupSize: 5, symmetric: true },
  { bits: 8, granularity: 'group', groupSize: 4, symmetric: false },
];

it.each(GRIDS)('nearestOn gives what projectToGrid gives: $bits bits by $granularity', (options) => {
  const [rows, columns] = [6, 13];
  const values = random(2).normals(rows * columns, 1);
  const grid = fitGrid(values, [rows, columns], options);
  const nearest = nearestOn(grid, columns);
  const found = values.map((value, i) => nearest(Math.floor(i / columns), i % columns, value));
  expect(found).toEqual(projectToGrid(values, [rows, columns], grid));
});
