import { describe, expect, it } from '@jest/globals';
import { sparsityCuts, zerosOfCuts } from './cuts.js';

const names = ['a.query', 'a.key', 'b.query'];

describe('cuts', () => {
  it('are one over all, or one for each', () => {
    expect(sparsityCuts(names, { sparsity: 0.5, scope: 'global' })).toEqual([{ names, sparsity: 0.5 }]);
    expect(sparsityCuts(['a', 'b'], { sparsity: 0.5, scope: 'tensor' })).toEqual([
      { names: ['a'], sparsity: 0.5 },
      { names: ['b'], sparsity: 0.5 },
    ]);
  });

  it('are of their own where rates name a weight, the last that does', () => {
    const rates = { '*.query': 0.2, 'b.*': 0.9 };
    expect(sparsityCuts(names, { sparsity: 0.5, scope: 'global', rates })).toEqual([
      { names: ['a.key'], sparsity: 0.5 },
      { names: ['a.query'], sparsity: 0.2 },
      { names: ['b.query'], sparsity: 0.9 },
    ]);
  });

  it('refuse a rate of none of the weights, with the nearest name', () => {
    const rates = { '*.qury': 0.2 };
    expect(() => sparsityCuts(names, { sparsity: 0.5, scope: 'global', rates })).toThrow(
      'rates: "*.qury" is not the name of a weight to prune, such as a.query.',
    );
  });
});

describe('the zeros of a cut', () => {
  const parameters = names.map((name) => ({ name, shape: [3, 3] }));

  it('sum up to its share of all, however they are spread', () => {
    const zeros = zerosOfCuts(sparsityCuts(names, { sparsity: 0.5, scope: 'global' }), parameters);
    expect([...zeros.values()]).toEqual([5, 4, 5]);
  });

  it('are whole blocks', () => {
    const zeros = zerosOfCuts(sparsityCuts(names, { sparsity: 0.5, scope: 'tensor' }), parameters, 3);
    expect([...zeros.values()]).toEqual([6, 6, 6]);
  });
});
