import type { Cost, Load } from './cost.js';

/**
 * activation(x Wᵀ + b) takes in · out multiply-adds a row. Backward needs x and W; for ReLU y beside them, for any other
 * activation what comes before it, `out` floats a row.
 *
 * @param activation `none`, or what the engine calls it
 */
export function linearCost(inputs: number, outputs: number, activation: string, { rows }: Load): Cost {
  const before = activation !== 'none' && activation !== 'relu';
  return {
    keeps: ['x', 'weight', 'bias', ...(activation === 'relu' ? ['y'] : [])],
    kept: before ? outputs : 0,
    multiplyAdds: inputs * outputs,
    columns: Math.max(inputs, outputs),
    // The packed weight; the gradient before the activation
    scratch: {
      PACKED_1: inputs * outputs,
      ...(activation !== 'none' && activation !== 'tanh' && { BLOCK_1: rows * outputs }),
    },
  };
}
