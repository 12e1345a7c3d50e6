import { describe, expect, it } from '@jest/globals';
import { kernelsHaveBf16 } from './kernels/addon.js';
import { currentPrecision, requirePrecision, whyNoBf16, withPrecision } from './precision.js';

describe('withPrecision', () => {
  it('is float32 before and after, whatever happens', () => {
    const inner = withPrecision('float32', () => currentPrecision());
    expect(inner).toBe('float32');
    expect(() =>
      withPrecision('float32', () => {
        throw new Error('stop here');
      }),
    ).toThrow('stop here');
    expect(currentPrecision()).toBe('float32');
  });

  it('refuses what cannot be computed here, with the reason and before anything is computed', () => {
    let computed = 0;
    const compute = () => withPrecision('bf16', () => ++computed);
    if (kernelsHaveBf16) {
      expect(compute()).toBe(1);
      expect(() => requirePrecision('bf16')).not.toThrow();
    } else {
      expect(compute).toThrow(expect.objectContaining({ code: 'ENGINE_PRECISION' }));
      expect(computed).toBe(0);
    }
  });
});

describe('whyNoBf16', () => {
  it('names what is missing', () => {
    expect(whyNoBf16('avx512', true)).toBeNull();
    expect(whyNoBf16('avx512', false)).toMatch(/the processor, .+, has no AVX512_BF16/);
    expect(whyNoBf16('avx2', false)).toContain('the kernels for avx2 compute here');
    expect(whyNoBf16(null, false)).toContain('the plain versions');
  });
});
