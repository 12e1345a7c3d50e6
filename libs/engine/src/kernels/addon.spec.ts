import { describe, expect, it } from '@jest/globals';
import { USUAL_BLOCKS } from '#costs';
import { checkAddon, INTERFACE, kernelBlocks, setsToTry } from './addon.js';
import { processorSets } from './instruction-sets.js';

const addons = { avx512: 'a', avx2: 'b', baseline: 'c' };

describe('setsToTry', () => {
  it('begins with the best that is built and that the processor has', () => {
    expect(setsToTry(undefined, addons, ['avx2', 'baseline'])).toEqual(['avx2', 'baseline']);
    expect(setsToTry(undefined, { baseline: 'c' }, ['avx512', 'avx2', 'baseline'])).toEqual(['baseline']);
    expect(setsToTry(undefined, {}, ['avx512', 'avx2', 'baseline'])).toEqual([]);
  });

  it('is the one that TLC_KERNELS names, and none for the plain versions', () => {
    expect(setsToTry('baseline', addons, ['avx512', 'avx2', 'baseline'])).toEqual(['baseline']);
    expect(setsToTry('plain', addons, ['avx512', 'avx2', 'baseline'])).toEqual([]);
  });

  it('refuses one that cannot be had, naming those that can', () => {
    const wrong = () => setsToTry('avx512', addons, ['avx2', 'baseline']);
    expect(wrong).toThrow('TLC_KERNELS is avx512; this machine can run plain, avx2, baseline.');
    expect(() => setsToTry('fast', {}, ['avx2', 'baseline'])).toThrow(
      'TLC_KERNELS is fast; this machine can run plain.',
    );
  });
});

describe('checkAddon', () => {
  it('refuses kernels of other sources, and those whose operations TensorFlow did not take', () => {
    const refused = (message: string) => expect.objectContaining({ code: 'ENGINE_KERNELS', message });
    expect(() => checkAddon({ interface: INTERFACE }, 'a.node')).not.toThrow();
    expect(() => checkAddon({ interface: INTERFACE - 1 }, 'a.node')).toThrow(
      refused('The kernels in a.node were built from other sources than these.'),
    );
    const failure = 'TlcLinear: there are only 64 places for operations';
    expect(() => checkAddon({ interface: INTERFACE, failure }, 'a.node')).toThrow(
      refused(`TensorFlow did not take the kernels in a.node: ${failure}.`),
    );
  });
});

describe('kernelBlocks', () => {
  it('are those of the kernels, which are the usual ones on every instruction set', () => {
    expect(kernelBlocks()).toEqual(USUAL_BLOCKS);
  });
});

describe('processorSets', () => {
  it('are those whose every instruction the processor has', () => {
    const avx2 = 'flags\t\t: fpu sse2 fma avx2\n';
    expect(processorSets(avx2, 'x64')).toEqual(['avx2', 'baseline']);
    expect(processorSets('flags\t\t: fpu avx2 fma avx512f avx512bw avx512dq avx512vl\n', 'x64')[0]).toBe('avx512');
    expect(processorSets('flags\t\t: fpu avx2 fma avx512f\n', 'x64')[0]).toBe('avx2');
    expect(processorSets('flags\t\t: fpu avx2\n', 'x64')).toEqual(['baseline']);
    expect(processorSets('', 'x64')).toEqual(['baseline']);
    expect(processorSets('', 'arm64')).toEqual(['neon']);
  });
});
