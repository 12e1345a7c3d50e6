import {
  type CompressionContext,
  chosenNames,
  inSteps,
  pruneWeights,
  smallestStorage,
  sparsityCuts,
} from '#compression';
import { type Model, disposeModel, mapParameters, modelShape } from '#models';
import type { LotteryTicketConfig } from './config.js';
import { rewound } from './rewind.js';
import { roundsOf } from './rounds.js';

/** Iterative magnitude pruning with rewinding (Frankle et al. 2020, arXiv 1912.05671, algorithm 2): of trained weights the least
 * go, those that are left take the values that they had early in training, and are trained from there again.
 *
 * Weights alone are rewound: moments of the optimiser, the schedule of its rate and the order of the data begin anew in each round. */
export async function apply(model: Model, config: LotteryTicketConfig, context: CompressionContext): Promise<Model> {
  const names = chosenNames(modelShape(model), config);
  const rounds = {
    shares: roundsOf(config),
    phase: (sparsity: number) => `sparsity ${(100 * sparsity).toFixed(1)} %`,
    finetune: config.finetune,
  };
  const trained = await inSteps(model, rounds, context, (current, sparsity) => {
    const pruned = pruneWeights(current, { cuts: sparsityCuts(names, { ...config, sparsity }) });
    try {
      return rewound(pruned, context.rewind!);
    } finally {
      disposeModel(pruned);
    }
  });
  try {
    return mapParameters(trained, smallestStorage);
  } finally {
    disposeModel(trained);
  }
}
