import { expect, it } from '@jest/globals';
import { HeldText } from './held-text.js';

it('texts that need more memory than may be held are refused by the name of their file', () => {
  const held = new HeldText('a.txt', 2 ** 20);
  // 36 letters and 64 bytes each
  const texts = Array.from({ length: 5000 }, () => 'x'.repeat(36));
  held.add(texts);
  held.add(texts);
  expect(() => held.add(texts)).toThrow(
    expect.objectContaining({ code: 'DATASET_TOO_LARGE', details: { path: 'a.txt' } }),
  );
});
