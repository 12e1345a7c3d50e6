import type { CompressionPlugin } from '#compression';
import { MagnitudePruningConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<MagnitudePruningConfig> = {
  id: 'magnitude-pruning',
  version: '3.1.0',
  kind: 'pruning',
  description:
    'Makes the weights of least magnitude zero, at once or in steps with fine-tuning after each (Li et al. 2020, arXiv 2002.11794), and stores the others only.',
  config: MagnitudePruningConfig,
  strength: { key: 'sparsity', stronger: 'more' },
  example: { sparsity: 0.6, steps: 2, finetune: { stop: { steps: 4 } } },
  needs: ({ finetune: training }) => ({ training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
