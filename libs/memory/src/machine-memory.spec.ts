import { totalmem } from 'node:os';
import { expect, it } from '@jest/globals';
import { machineMemory } from './machine-memory.js';

it('is the machine’s at most, or what TLC_MEMORY_LIMIT says', () => {
  expect(machineMemory({})).toBeLessThan(totalmem());
  expect(machineMemory({})).toBeGreaterThan(1e8);
  expect(machineMemory({ TLC_MEMORY_LIMIT: '1000000' })).toBe(1e6);
});

it.each(['0', '-1', '16G', 'much'])('refuses %s', (TLC_MEMORY_LIMIT) => {
  expect(() => machineMemory({ TLC_MEMORY_LIMIT })).toThrow(
    expect.objectContaining({ code: 'CONFIG_WRONG_VALUE', message: expect.stringContaining(TLC_MEMORY_LIMIT) }),
  );
});
