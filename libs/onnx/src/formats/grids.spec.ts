import { expect, it } from '@jest/globals';
import { blockOf } from './grids.js';

it.each([
  [{ bits: 4, granularity: 'group', groupSize: 64 }, 384, 64],
  [{ bits: 4, granularity: 'group', groupSize: 96 }, 384, 32],
  [{ bits: 3, granularity: 'group', groupSize: 16 }, 100, 16],
  [{ bits: 2, granularity: 'group', groupSize: 1024 }, 4096, 256],
  [{ bits: 4, granularity: 'channel' }, 384, 256],
  [{ bits: 4, granularity: 'tensor' }, 24, 32],
  [{ bits: 4, granularity: 'group', groupSize: 512 }, 40, 64],
  [{ bits: 4, granularity: 'group', groupSize: 24 }, 384, undefined],
  [{ bits: 4, granularity: 'group', groupSize: 8 }, 384, undefined],
  [{ bits: 5, granularity: 'group', groupSize: 64 }, 384, undefined],
  [undefined, 384, undefined],
] as const)('the block of %j for %i inputs is %i', (grid, inputs, block) => {
  expect(blockOf(grid, inputs)).toBe(block);
});
