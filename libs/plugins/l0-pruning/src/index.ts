import type { CompressionPlugin } from '#compression';
import { L0PruningConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<L0PruningConfig> = {
  id: 'l0-pruning',
  version: '1.0.0',
  kind: 'pruning',
  description:
    'Removes attention heads or neurons by random gates on them whose probability of being open is trained with the weights (L0 regularization, Louizos et al. 2018, arXiv 1712.01312; on heads Voita et al. 2019, arXiv 1905.09418).',
  config: L0PruningConfig,
  strength: { key: 'share', stronger: 'more' },
  example: { share: 0.4, finetune: { stop: { steps: 6 } } },
  needs: ({ finetune: training }) => ({ training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
