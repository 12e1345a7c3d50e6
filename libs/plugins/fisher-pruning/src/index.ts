import type { CompressionPlugin } from '#compression';
import { FisherPruningConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<FisherPruningConfig> = {
  id: 'fisher-pruning',
  version: '1.0.0',
  kind: 'pruning',
  description:
    'Removes the heads and neurons whose removal raises the loss least, as the Fisher information of gates on them says, down to a share of the multiply-adds, and scales what is left, without training (Kwon et al. 2022, arXiv 2204.09656).',
  config: FisherPruningConfig,
  strength: { key: 'operations', stronger: 'less' },
  example: { operations: 0.6, sentences: 8, tuning_sentences: 32 },
  needs: () => ({ calibration: true }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
