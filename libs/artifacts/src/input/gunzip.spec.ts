import { gzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { gunzip, inflatedBound } from './gunzip.js';

it('gzip gives back what was compressed', () => {
  const text = 'a text\n'.repeat(100_000);
  expect(gunzip(gzipSync(text)).toString()).toBe(text);
});

it('a bomb is stopped at its bound, and its bytes are never held', () => {
  const bomb = gzipSync(Buffer.alloc(256 * 2 ** 20));
  expect(bomb.length).toBeLessThan(300_000);
  const before = process.memoryUsage().rss;
  expect(() => gunzip(bomb)).toThrow(expect.objectContaining({ code: 'ERR_BUFFER_TOO_LARGE' }));
  expect(process.memoryUsage().rss - before).toBeLessThan(4 * inflatedBound(bomb.length));
});
