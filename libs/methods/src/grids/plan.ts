import type { ModelShape } from '#families';
import type { CompressionPlan } from '../method.js';
import { codedShape } from '../sparsity/coded-shape.js';
import type { GridConfig } from './config.js';
import { gridsOf } from './grids-of.js';

/** By reading fewer bytes: 1.3 to 1.9 times as fast as float32 at 64 and 16 tokens (MiniLM's shape, 4 and 8 bits, one
 * thread with AVX-512 VNNI, onnxruntime-node 1.30), and not faster for batches of 32. */
const FASTER = ['ONNX Runtime, one sentence at a time'];

/** The plan of a method that puts weights on grids. Non-zero weights of a sparse model that round to zero are not foreseen: its
 * file may come out a little smaller. */
export function planOfGrids(shape: ModelShape, config: GridConfig): CompressionPlan {
  const grids = gridsOf(shape, config);
  const parameters = shape.parameters.map((parameter) => {
    const grid = grids.get(parameter.name);
    return grid ? codedShape(parameter, { grid }) : parameter;
  });
  const limits = `codes of ${config.bits} bits with a scale for each ${config.granularity} take no fewer bytes than the weights do`;
  return { shape: { ...shape, parameters }, faster: FASTER, limits };
}
