import { describe, expect, it } from '@jest/globals';
import { packing } from './packing.js';

describe('packing', () => {
  it('counts sentences and rows', () => {
    expect(packing(Int32Array.of(0, 1, 8, 10))).toMatchObject({ sentences: 3, rows: 10, longest: 7 });
    expect(packing(Int32Array.of(0))).toMatchObject({ sentences: 0, rows: 0, longest: 0 });
  });

  it('refuses an empty sentence, falling starts, and starts that do not begin at 0', () => {
    expect(() => packing(Int32Array.of(0, 3, 3, 5))).toThrow(
      'packing: sentence 1 has rows 3 to before 3, expected at least one row.',
    );
    expect(() => packing(Int32Array.of(0, 3, 2))).toThrow(expect.objectContaining({ code: 'ENGINE_WRONG_SHAPE' }));
    expect(() => packing(Int32Array.of(1, 3))).toThrow('packing: starts begins with 1, expected 0.');
    expect(() => packing(new Int32Array())).toThrow('packing: starts begins with undefined, expected 0.');
  });
});
